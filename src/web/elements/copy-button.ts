import { announce } from './announce.ts'

/**
 * `<copy-button data-text data-copied data-failed hidden><button>…` copies its text. It shows itself only once this runs,
 * because without script it could do nothing; what it copies always stands beside it.
 */
class CopyButton extends HTMLElement {
  #timer = 0

  connectedCallback(): void {
    this.hidden = false
    this.addEventListener('click', () => void this.#copy())
  }

  async #copy(): Promise<void> {
    const copied = await copyText(this.dataset['text'] ?? '')
    const said = (copied ? this.dataset['copied'] : this.dataset['failed']) ?? ''
    announce(said)
    this.#show(said, copied ? 'copied' : 'failed', copied ? 1000 : 4000)
  }

  /** Puts the outcome in the caption's place for a while, in what is read out as well as in what is seen. */
  #show(said: string, state: string, milliseconds: number): void {
    const caption = this.querySelector<HTMLElement>('.copy-caption')
    const button = this.querySelector('button')
    if (caption === null || button === null) return
    caption.dataset['caption'] ??= caption.textContent ?? ''
    this.dataset['label'] ??= button.getAttribute('aria-label') ?? ''
    caption.textContent = said
    button.removeAttribute('aria-label')
    this.dataset['state'] = state
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => {
      caption.textContent = caption.dataset['caption'] ?? ''
      if (this.dataset['label']) button.setAttribute('aria-label', this.dataset['label'])
      delete this.dataset['state']
    }, milliseconds)
  }
}

/** The clipboard interface exists on https and localhost only; in a plain http network the older way still works. */
async function copyText(text: string): Promise<boolean> {
  try {
    if (navigator.clipboard !== undefined) {
      await navigator.clipboard.writeText(text)
      return true
    }
  } catch {
    // Refused, for example without focus: try the other way.
  }
  return copyBySelection(text)
}

function copyBySelection(text: string): boolean {
  const focused = document.activeElement
  const area = document.createElement('textarea')
  area.value = text
  area.readOnly = true
  area.className = 'visually-hidden'
  document.body.append(area)
  area.select()
  const copied = document.execCommand('copy')
  area.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return copied
}

customElements.define('copy-button', CopyButton)
