/**
 * `<framework-filter>` around the box of a family and those of its versions: the family's box says when some of its versions
 * are chosen, and choosing the whole family lets go of them.
 */
class FrameworkFilter extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('change', (event) => this.#onChange(event))
    this.#show()
  }

  #onChange(event: Event): void {
    const box = event.target
    if (!(box instanceof HTMLInputElement)) return
    const [family, ...versions] = this.#boxes()
    if (box === family) for (const version of versions) version.checked = false
    else if (family !== undefined && box.checked) family.checked = false
    this.#show()
  }

  #show(): void {
    const [family, ...versions] = this.#boxes()
    if (family !== undefined) family.indeterminate = !family.checked && versions.some(({ checked }) => checked)
  }

  #boxes(): readonly HTMLInputElement[] {
    return [...this.querySelectorAll<HTMLInputElement>('input[type=checkbox]')]
  }
}

customElements.define('framework-filter', FrameworkFilter)
