/**
 * `<dependency-tree>` around the tree of a package. Arrow keys walk it as they do other trees; links to what lies deeper
 * fetch that page and put its tree below them; a package that stands above itself is not opened again.
 */
class DependencyTree extends HTMLElement {
  connectedCallback(): void {
    const help = this.querySelector<HTMLElement>('.tree-help')
    if (help) help.hidden = false
    this.addEventListener('click', (event) => this.#press(event))
    this.addEventListener('keydown', (event) => this.#walk(event))
  }

  #press(event: MouseEvent): void {
    if (!(event.target instanceof Element)) return
    const isOpen = event.target.closest<HTMLElement>('[data-open]')?.dataset['open']
    if (isOpen !== undefined) {
      for (const details of this.querySelectorAll('details')) details.open = isOpen === 'true'
      return
    }
    const link = event.target.closest('a')
    if (link === null || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const target = link.hash === '' ? null : document.getElementById(decodeURIComponent(link.hash.slice(1)))
    if (link.matches('.tree-more')) {
      event.preventDefault()
      void this.#load(link)
    } else if (target && link.matches('.tree-jump')) {
      event.preventDefault()
      this.#reveal(target)
    }
  }

  /** Opens what it lies in, and goes there. */
  #reveal(node: HTMLElement): void {
    for (let above = node.parentElement?.closest('details'); above; above = above.parentElement?.closest('details')) {
      above.open = true
    }
    const place = stopOf(node)
    place?.scrollIntoView({ block: 'center' })
    place?.focus()
  }

  #walk(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !(event.target instanceof Element)) return
    const node = event.target.closest<HTMLElement>('li[data-id]')
    if (node === null) return
    const next = this.#next(event.key, node)
    if (next === undefined) return
    event.preventDefault()
    if (next) stopOf(next)?.focus()
  }

  /** Where a key leads from a node: null for nowhere, undefined when it is none of ours. */
  #next(key: string, node: HTMLElement): HTMLElement | null | undefined {
    const details = node.querySelector<HTMLDetailsElement>(':scope > details')
    const seen = [...this.querySelectorAll<HTMLElement>('li[data-id]')].filter((each) => each.checkVisibility())
    const at = seen.indexOf(node)
    switch (key) {
      case 'ArrowDown':
        return seen[at + 1] ?? null
      case 'ArrowUp':
        return seen[at - 1] ?? null
      case 'Home':
        return seen[0] ?? null
      case 'End':
        return seen.at(-1) ?? null
      case 'ArrowRight':
        if (details?.open) return details.querySelector<HTMLElement>('li[data-id]')
        if (details) details.open = true
        else node.querySelector<HTMLElement>(':scope > .tree-line > .tree-more')?.click()
        return null
      case 'ArrowLeft':
        if (!details?.open) return node.parentElement?.closest<HTMLElement>('li[data-id]') ?? null
        details.open = false
        return node
      default:
        return undefined
    }
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
    const line = link.parentElement
    if (line === null) return
    const above = new Set<string>([this.dataset['id'] ?? ''])
    for (let node = link.closest('li'); node; node = node.parentElement?.closest('li') ?? null) {
      above.add(node.dataset['id'] ?? '')
    }
    for (const node of list.querySelectorAll<HTMLElement>('li[data-id]')) {
      if (above.has(node.dataset['id'] ?? '')) shut(node)
      if (node.id !== '' && document.getElementById(node.id)) node.removeAttribute('id')
    }
    const details = document.createElement('details')
    const summary = document.createElement('summary')
    const count = document.createElement('span')
    count.className = 'tree-count quiet'
    count.textContent = link.textContent
    summary.ariaLabel = link.ariaLabel
    details.open = true
    details.append(summary, list)
    line.after(details)
    link.replaceWith(count)
    summary.focus()
  }
}

/** What of a node takes the focus: what folds it, its link, or for a package that is not here, its line. */
function stopOf(node: HTMLElement): HTMLElement | null {
  const stop =
    node.querySelector<HTMLElement>(':scope > details > summary') ??
    node.querySelector<HTMLElement>(':scope > .tree-line > a')
  if (stop) return stop
  const line = node.querySelector<HTMLElement>(':scope > .tree-line')
  if (line) line.tabIndex = -1
  return line
}

/** Leaves a node without what it needs. */
function shut(node: HTMLElement): void {
  const below = node.querySelectorAll(':scope > details, :scope > .tree-line > :is(.tree-more, .tree-count)')
  for (const part of below) part.remove()
}

customElements.define('dependency-tree', DependencyTree)
