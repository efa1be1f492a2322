/**
 * `<key-form>` around the form of a key: asks the server for the preview while one types, so that the sentence has one
 * author, and for the packages of another owner. Dates need no other script.
 */
class KeyForm extends HTMLElement {
  #timer = 0
  #isOtherOwner = false
  #asked = 0

  connectedCallback(): void {
    this.addEventListener('input', () => this.#later())
    this.addEventListener('change', (event) => this.#later(isOwner(event.target)))
  }

  /** A page that was swapped away asks nothing more. */
  disconnectedCallback(): void {
    clearTimeout(this.#timer)
    this.#asked++
  }

  #later(isOtherOwner = false): void {
    this.#isOtherOwner ||= isOtherOwner
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => void this.#preview(), 250)
  }

  async #preview(): Promise<void> {
    const form = this.querySelector('form')
    const shown = this.querySelector('#key-preview')
    if (form === null || shown === null) return
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string' && name !== 'password') body.append(name, value)
    }
    body.set('preview', '1')
    const asked = ++this.#asked
    try {
      const response = await fetch(form.action, { method: 'POST', body })
      const page = new DOMParser().parseFromString(await response.text(), 'text/html')
      const fresh = page.querySelector('#key-preview')
      if (asked !== this.#asked || fresh === null) return
      shown.replaceChildren(...fresh.childNodes)
      if (this.#isOtherOwner) this.#showPackages(page)
    } catch {
      // Offline: the last preview stays, and the Preview button says what is wrong.
    }
  }

  /** Only when the owner changed: whoever ticks packages must not have the list taken from under their hands. */
  #showPackages(page: Document): void {
    const fresh = page.querySelector('#key-packages')
    if (fresh !== null) this.querySelector('#key-packages')?.replaceChildren(...fresh.childNodes)
    this.#isOtherOwner = false
  }
}

function isOwner(target: EventTarget | null): boolean {
  return target instanceof HTMLSelectElement && target.name === 'owner'
}

customElements.define('key-form', KeyForm)
