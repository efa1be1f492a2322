import { announce } from './announce.ts'

/**
 * `<readme-editor>` around the fields of a README: its preview appears below them without a new page, so that the place in
 * the text and what can be undone stay. Whatever else a button does, and every refusal, goes the way it goes without script.
 */
class ReadmeEditor extends HTMLElement {
  #isBusy = false

  connectedCallback(): void {
    this.addEventListener('click', (event) => {
      const button = event.target instanceof Element ? event.target.closest('button') : null
      if (button?.value !== 'preview' || button.form === null) return
      event.preventDefault()
      void this.#preview(button, button.form)
    })
  }

  async #preview(button: HTMLButtonElement, form: HTMLFormElement): Promise<void> {
    if (this.#isBusy) return
    this.#isBusy = true
    this.ariaBusy = 'true'
    const answer = await ask(button.getAttribute('formaction') ?? form.action, new FormData(form, button))
    this.#isBusy = false
    this.ariaBusy = null
    const preview = answer?.querySelector('readme-editor #preview') ?? null
    if (answer === null || preview === null) return sendAsUsual(button, form)
    this.#takeFile(answer)
    this.querySelector('#preview')?.remove()
    this.append(document.adoptNode(preview))
    const title = this.querySelector<HTMLElement>('#preview h2')
    if (title === null) return
    title.tabIndex = -1
    title.focus()
    announce(title.textContent ?? '')
  }

  /** The text of a file that was chosen is in the field now, and may be changed there. */
  #takeFile(answer: Document): void {
    const file = this.querySelector<HTMLInputElement>('input[type=file]')
    const text = this.querySelector('textarea')
    const taken = answer.querySelector('readme-editor textarea')
    if (file === null || file.files?.length === 0 || text === null || taken === null) return
    text.value = taken.textContent ?? ''
    file.value = ''
  }
}

/** The page that comes back; null where the network or the server has something else to say. */
async function ask(action: string, body: FormData): Promise<Document | null> {
  try {
    const response = await fetch(action, { method: 'POST', body })
    if (!response.ok || response.redirected) return null
    return new DOMParser().parseFromString(await response.text(), 'text/html')
  } catch {
    return null
  }
}

/** With the button's own address and value, which `form.submit()` would leave out. */
function sendAsUsual(button: HTMLButtonElement, form: HTMLFormElement): void {
  const value = document.createElement('input')
  value.type = 'hidden'
  value.name = button.name
  value.value = button.value
  form.append(value)
  form.action = button.getAttribute('formaction') ?? form.action
  form.submit()
}

customElements.define('readme-editor', ReadmeEditor)
