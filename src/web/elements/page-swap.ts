/**
 * `<page-swap>` around the content of a page: links and forms within it fetch their answer and put its `<page-swap>` in
 * this one's place, so that the page does not reload. Whatever has no `<page-swap>` is opened as usual.
 */
class PageSwap extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('click', (event) => this.#follow(event))
    this.addEventListener('submit', (event) => this.#submit(event))
  }

  #follow(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null
    if (link === null || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    if (!isSwappable(link.href)) return
    event.preventDefault()
    void this.#swap(link.href, {})
  }

  #submit(event: SubmitEvent): void {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || form.method !== 'post' || !isSwappable(form.action)) return
    event.preventDefault()
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form, event.submitter)) if (typeof value === 'string') body.append(name, value)
    void this.#swap(form.action, { method: 'POST', body })
  }

  async #swap(address: string, request: RequestInit): Promise<void> {
    this.setAttribute('aria-busy', 'true')
    try {
      const response = await fetch(address, request)
      const page = new DOMParser().parseFromString(await response.text(), 'text/html')
      const fresh = page.querySelector('page-swap')
      if (fresh === null) {
        location.assign(response.redirected ? response.url : address)
        return
      }
      showFlashes(page)
      document.title = page.title
      // A secret's answer belongs to no address: reloading shows the list.
      const isList = request.method === 'POST' && !response.redirected
      history.pushState(null, '', isList ? location.pathname : response.url)
      const adopted = document.adoptNode(fresh)
      this.replaceWith(adopted)
      focusFirst(adopted)
    } catch {
      this.removeAttribute('aria-busy')
      if (request.method === undefined) location.assign(address)
    }
  }
}

function isSwappable(address: string): boolean {
  const url = new URL(address)
  return url.origin === location.origin && url.pathname.toLowerCase().startsWith('/account/apikeys')
}

/** One-time messages stand outside the swapped part: they come along. */
function showFlashes(page: Document): void {
  document.querySelector('main > .flashes')?.remove()
  const flashes = page.querySelector('main > .flashes')
  if (flashes !== null) document.querySelector('main')?.prepend(document.adoptNode(flashes))
}

/** Where reading goes on: what was asked to have it, the first fault, or the title. */
function focusFirst(root: Element): void {
  const target = root.querySelector<HTMLElement>('[autofocus], [aria-invalid="true"], .field-error, h1')
  if (target === null) return
  if (target.tabIndex < 0) target.tabIndex = -1
  target.focus()
  target.scrollIntoView({ block: 'nearest' })
}

addEventListener('popstate', () => location.reload())
customElements.define('page-swap', PageSwap)
