/**
 * `<key-form>` around the form of a key: asks the server for the preview while one types, so that the sentence has one
 * author. Ticked patterns and dates need no other script.
 */
class KeyForm extends HTMLElement {
  #timer = 0
  #asked = 0

  connectedCallback(): void {
    this.addEventListener('input', () => this.#later())
    this.addEventListener('change', () => this.#later())
  }

  /** A page that was swapped away asks nothing more. */
  disconnectedCallback(): void {
    clearTimeout(this.#timer)
    this.#asked++
  }

  #later(): void {
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
      const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('#key-preview')
      if (asked === this.#asked && fresh !== null) shown.replaceChildren(...fresh.childNodes)
    } catch {
      // Offline: the last preview stays, and the Preview button says what is wrong.
    }
  }
}

customElements.define('key-form', KeyForm)
