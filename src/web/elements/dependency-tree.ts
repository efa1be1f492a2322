/**
 * `<dependency-tree>` around the tree of a package: links to what lies deeper fetch that page and put its tree below
 * them. A package that stands above itself is not opened again.
 */
class DependencyTree extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('click', (event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a.tree-more') : null
      if (link === null || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
        return
      event.preventDefault()
      void this.#load(link)
    })
  }

  async #load(link: HTMLAnchorElement): Promise<void> {
    if (link.ariaBusy === 'true') return
    link.ariaBusy = 'true'
    try {
      const response = await fetch(link.href)
      const page = new DOMParser().parseFromString(await response.text(), 'text/html')
      const list = page.querySelector('dependency-tree > ul')
      if (!response.ok || list === null) throw new Error(String(response.status))
      this.#show(link, document.adoptNode(list))
    } catch {
      location.assign(link.href) // the page itself says what is wrong
    }
  }

  #show(link: HTMLAnchorElement, list: Element): void {
    const above = new Set<string>([this.dataset['id'] ?? ''])
    for (let node = link.closest('li'); node; node = node.parentElement?.closest('li') ?? null) {
      above.add(node.dataset['id'] ?? '')
    }
    for (const node of list.querySelectorAll<HTMLElement>('li[data-id]')) {
      if (above.has(node.dataset['id'] ?? '')) node.querySelector(':scope > :is(details, a.tree-more)')?.remove()
    }
    const details = document.createElement('details')
    const summary = document.createElement('summary')
    summary.textContent = link.textContent
    summary.ariaLabel = link.ariaLabel
    details.open = true
    details.append(summary, list)
    link.replaceWith(details)
    summary.focus()
  }
}

customElements.define('dependency-tree', DependencyTree)
