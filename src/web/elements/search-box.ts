import { announce } from './announce.ts'

const waitMs = 120
const longestList = 8

/**
 * Suggests package IDs below the search field: a combobox with a list box, as the ARIA patterns describe it. Arrow keys
 * choose, Enter opens the package, Escape closes; Enter without a choice searches as ever.
 */
class SearchBox extends HTMLElement {
  #input: HTMLInputElement | null = null
  readonly #list = document.createElement('ul')
  #chosen = -1
  #timer = 0
  #asked: AbortController | null = null

  connectedCallback(): void {
    this.#input = this.querySelector('input[type=search]')
    const input = this.#input
    if (input === null) return
    this.#list.id = `suggestions-${document.querySelectorAll('search-box').length}-${input.name}`
    this.#list.className = 'suggestions'
    this.#list.role = 'listbox'
    this.#list.ariaLabel = input.ariaLabel
    this.#list.hidden = true
    this.append(this.#list)
    input.role = 'combobox'
    input.setAttribute('aria-autocomplete', 'list')
    input.setAttribute('aria-controls', this.#list.id)
    input.setAttribute('aria-expanded', 'false')

    input.addEventListener('input', () => this.#askSoon())
    input.addEventListener('keydown', (event) => this.#onKey(event))
    this.addEventListener('focusout', (event) => {
      if (!(event.relatedTarget instanceof Node && this.contains(event.relatedTarget))) this.#close()
    })
    this.#list.addEventListener('pointerdown', (event) => event.preventDefault()) // keep the focus in the field
    this.#list.addEventListener('click', (event) => {
      const option = event.target instanceof Element ? event.target.closest('li') : null
      if (option !== null) open(option.textContent ?? '')
    })
  }

  #askSoon(): void {
    clearTimeout(this.#timer)
    this.#asked?.abort()
    const text = this.#input?.value.trim() ?? ''
    if (text.length < 2) return this.#close()
    this.#timer = window.setTimeout(() => void this.#ask(text), waitMs)
  }

  async #ask(text: string): Promise<void> {
    this.#asked = new AbortController()
    const credentials = this.dataset['credentials'] === 'same-origin' ? 'same-origin' : 'omit'
    const ids = await fetchIds(text, { signal: this.#asked.signal, credentials })
    if (ids !== null) this.#show(ids)
  }

  #show(ids: readonly string[]): void {
    if (ids.length === 0 || document.activeElement !== this.#input) return this.#close()
    this.#chosen = -1
    this.#list.replaceChildren(...ids.map((id, index) => toOption(id, `${this.#list.id}-${index}`)))
    this.#list.hidden = false
    this.#input?.setAttribute('aria-expanded', 'true')
    this.#input?.removeAttribute('aria-activedescendant')
    announce((this.dataset['suggestions'] ?? '').replace('#', String(ids.length)))
  }

  #close(): void {
    this.#list.hidden = true
    this.#chosen = -1
    this.#input?.setAttribute('aria-expanded', 'false')
    this.#input?.removeAttribute('aria-activedescendant')
  }

  #onKey(event: KeyboardEvent): void {
    // `isComposing`: Enter and arrows belong to the input method while somebody writes Chinese.
    if (this.#list.hidden || event.isComposing) return
    const options = [...this.#list.children]
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      // One place more than options: past either end nothing is chosen, and the field holds what was typed.
      const places = options.length + 1
      this.#choose(options, ((this.#chosen + 1 + step + places) % places) - 1)
    } else if (event.key === 'Escape') {
      event.preventDefault() // a search field would also clear itself
      this.#close()
    } else if (event.key === 'Enter' && this.#chosen >= 0) {
      event.preventDefault()
      open(options[this.#chosen]?.textContent ?? '')
    }
  }

  #choose(options: readonly Element[], index: number): void {
    this.#chosen = index
    for (const [place, option] of options.entries()) option.ariaSelected = String(place === index)
    const id = options[index]?.id
    if (id === undefined) this.#input?.removeAttribute('aria-activedescendant')
    else this.#input?.setAttribute('aria-activedescendant', id)
  }
}

function toOption(id: string, elementId: string): HTMLLIElement {
  const option = document.createElement('li')
  option.role = 'option'
  option.id = elementId
  option.ariaSelected = 'false'
  option.textContent = id
  return option
}

/**
 * Null when there is nothing to show: the network failed, or a later question overtook this one. Strangers send no
 * credentials: the browser would answer a private feed's challenge by asking them for a password in a window of its own.
 */
async function fetchIds(
  text: string,
  how: Pick<RequestInit, 'signal' | 'credentials'>,
): Promise<readonly string[] | null> {
  const query = new URLSearchParams({ q: text, take: String(longestList), prerelease: 'true', semVerLevel: '2.0.0' })
  try {
    const response = await fetch(`/v3/autocomplete?${query}`, how)
    if (!response.ok) return null
    const answer: unknown = await response.json()
    if (typeof answer !== 'object' || answer === null || !('data' in answer) || !Array.isArray(answer.data)) return null
    return answer.data.filter((id) => typeof id === 'string').slice(0, longestList)
  } catch {
    return null
  }
}

function open(id: string): void {
  location.assign(`/packages/${encodeURIComponent(id)}`)
}

customElements.define('search-box', SearchBox)
