/**
 * `<tab-list data-remember="name"><section data-tab="x"><h3>…` shows one section at a time, with a tab for each heading.
 * Arrow keys, Home and End move between tabs; the choice is remembered in this browser. Without script all sections show.
 * A `.tab-bar` with the names of the tabs keeps their room until this runs.
 */
class TabList extends HTMLElement {
  #tabs: HTMLButtonElement[] = []
  #panels: HTMLElement[] = []

  connectedCallback(): void {
    this.#panels = [...this.querySelectorAll<HTMLElement>('[data-tab]')]
    if (this.#panels.length < 2 || this.dataset['ready'] !== undefined) return
    const bar = this.querySelector<HTMLElement>(':scope > .tab-bar') ?? document.createElement('div')
    bar.className = 'tabs'
    bar.removeAttribute('aria-hidden')
    bar.setAttribute('role', 'tablist')
    this.#tabs = this.#panels.map((panel, index) => this.#makeTab(panel, index))
    bar.replaceChildren(...this.#tabs)
    bar.addEventListener('keydown', (event) => this.#move(event))
    this.prepend(bar)
    this.dataset['ready'] = ''
    this.#select(
      Math.max(
        0,
        this.#panels.findIndex((panel) => panel.dataset['tab'] === this.#remembered()),
      ),
    )
  }

  #makeTab(panel: HTMLElement, index: number): HTMLButtonElement {
    const tab = document.createElement('button')
    tab.type = 'button'
    tab.id = `tab-${panel.dataset['tab'] ?? index}`
    tab.textContent = panel.querySelector('h3')?.textContent ?? ''
    tab.setAttribute('role', 'tab')
    panel.id = `panel-${panel.dataset['tab'] ?? index}`
    panel.setAttribute('role', 'tabpanel')
    panel.setAttribute('aria-labelledby', tab.id)
    tab.setAttribute('aria-controls', panel.id)
    tab.addEventListener('click', () => {
      this.#select(index)
      this.#remember(panel.dataset['tab'] ?? '')
    })
    return tab
  }

  #select(chosen: number): void {
    for (const [index, tab] of this.#tabs.entries()) {
      tab.setAttribute('aria-selected', String(index === chosen))
      tab.tabIndex = index === chosen ? 0 : -1
    }
    for (const [index, panel] of this.#panels.entries()) panel.hidden = index !== chosen
  }

  #move(event: KeyboardEvent): void {
    const at = this.#tabs.findIndex((tab) => tab === document.activeElement)
    const last = this.#tabs.length - 1
    const targets: Record<string, number> = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }
    const next = this.#tabs[targets[event.key] ?? -1]
    if (at < 0 || next === undefined) return
    event.preventDefault()
    next.focus()
    next.click()
  }

  #remembered(): string | null {
    try {
      return localStorage.getItem(`tab-${this.dataset['remember'] ?? ''}`)
    } catch {
      return null // storage may be switched off
    }
  }

  #remember(tab: string): void {
    try {
      localStorage.setItem(`tab-${this.dataset['remember'] ?? ''}`, tab)
    } catch {
      // Then the choice lasts as long as the page.
    }
  }
}

customElements.define('tab-list', TabList)
