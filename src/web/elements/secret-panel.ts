const idleMs = 10 * 60_000

/** `<secret-panel data-forgotten>` forgets the secret it shows when the page is left, and after ten minutes in which nobody touched it. */
class SecretPanel extends HTMLElement {
  #timer = 0
  readonly #touched = () => this.#restart()

  connectedCallback(): void {
    for (const type of ['pointerdown', 'keydown']) addEventListener(type, this.#touched, { passive: true })
    addEventListener('pagehide', this.#forget) // the back button must not bring it back from the browser's memory
    this.#restart()
  }

  disconnectedCallback(): void {
    for (const type of ['pointerdown', 'keydown']) removeEventListener(type, this.#touched)
    removeEventListener('pagehide', this.#forget)
    clearTimeout(this.#timer)
  }

  #restart(): void {
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(this.#forget, idleMs)
  }

  readonly #forget = (): void => {
    const text = document.createElement('p')
    text.role = 'status'
    text.textContent = this.dataset['forgotten'] ?? ''
    this.replaceWith(text)
  }
}

customElements.define('secret-panel', SecretPanel)
