/**
 * `<page-swap>` around the content of a page: links and forms within it fetch their answer and put its `<page-swap>` in
 * this one's place, so that the page does not reload. `data-address` names the page that a POST answered with: a secret's
 * own answer has no address, and reloading shows the list.
 */
class PageSwap extends HTMLElement {
  #isBusy = false

  connectedCallback(): void {
    this.addEventListener('click', (event) => this.#follow(event))
    this.addEventListener('submit', (event) => this.#submit(event))
  }

  #follow(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null
    if (link === null || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    if (!isSwappable(link.href)) return
    event.preventDefault()
    void this.#swap(new Request(link.href), () => location.assign(link.href))
  }

  #submit(event: SubmitEvent): void {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || form.method !== 'post' || !isSwappable(form.action)) return
    event.preventDefault()
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form, event.submitter))
      if (typeof value === 'string') body.append(name, value)
    // Without a network the browser's own error page says so; should the first try have arrived, the form is spent.
    void this.#swap(new Request(form.action, { method: 'POST', body }), () => form.submit())
  }

  /** Once at a time: the answer to a second click would take away the secret that the first one brought. */
  async #swap(request: Request, openAsUsual: () => void): Promise<void> {
    if (this.#isBusy) return
    this.#isBusy = true
    this.ariaBusy = 'true'
    try {
      const response = await fetch(request)
      this.#show(response, new DOMParser().parseFromString(await response.text(), 'text/html'))
    } catch {
      this.#isBusy = false
      this.ariaBusy = null
      openAsUsual()
    }
  }

  #show(response: Response, page: Document): void {
    const swap = page.querySelector<HTMLElement>('page-swap')
    const main = page.querySelector('main')
    // Sign-in, for example: a page of another kind, which its own address opens.
    if (main === null || (swap === null && response.redirected)) return location.assign(response.url)
    document.title = page.title
    showAddress(swap?.dataset['address'] ?? response.url)
    const adopted = document.adoptNode(main)
    document.querySelector('main')?.replaceWith(adopted)
    focusFirst(adopted)
  }
}

function isSwappable(address: string): boolean {
  const url = new URL(address)
  return url.origin === location.origin && url.pathname.toLowerCase().startsWith('/account/apikeys')
}

let shownAddress = location.pathname + location.search

function showAddress(address: string): void {
  const url = new URL(address, location.href)
  const isSame = url.pathname + url.search === shownAddress
  shownAddress = url.pathname + url.search
  history[isSame ? 'replaceState' : 'pushState'](null, '', shownAddress)
}

/** Where reading goes on: what was asked to have it, the first fault, or the title. */
function focusFirst(main: HTMLElement): void {
  const target = ['[autofocus]', '[aria-invalid="true"]', '.field-error', '[role="alert"]', '.flashes', 'h1']
    .map((selector) => main.querySelector<HTMLElement>(selector))
    .find((found) => found !== null)
  if (target === undefined) return
  if (target.tabIndex < 0) target.tabIndex = -1
  target.focus()
  target.scrollIntoView({ block: 'nearest' })
}

// Back and forward between swapped pages. A link to a place on the same page comes here too, and must not reload it.
addEventListener('popstate', () => {
  if (location.pathname + location.search !== shownAddress) location.reload()
})
customElements.define('page-swap', PageSwap)
