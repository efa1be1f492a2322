const idleMs = 10 * 60_000

/** `<secret-panel data-forgotten>` forgets the secret it shows after ten minutes in which nobody touched the page. */
class SecretPanel extends HTMLElement {
  #timer = 0
  readonly #touched = () => this.#restart()

  connectedCallback(): void {
    for (const type of ['pointerdown', 'keydown']) addEventListener(type, this.#touched, { passive: true })
    this.#restart()
  }

  disconnectedCallback(): void {
    for (const type of ['pointerdown', 'keydown']) removeEventListener(type, this.#touched)
    clearTimeout(this.#timer)
  }

  #restart(): void {
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => {
      const text = document.createElement('p')
      text.textContent = this.dataset['forgotten'] ?? ''
      this.replaceWith(text)
    }, idleMs)
  }
}

customElements.define('secret-panel', SecretPanel)
