import { announce } from './announce.ts'

const waitMs = 120
const longestList = 8

/**
 * Suggests package IDs below the field in it: a combobox with a list box, as the ARIA patterns describe it. Arrow keys
 * choose, Enter opens the package, Escape closes; Enter without a choice searches as ever. With `data-fills` a choice is put
 * into the field instead of being opened.
 */
class SearchBox extends HTMLElement {
  #input: HTMLInputElement | null = null
  readonly #list = document.createElement('ul')
  #chosen = -1
  #timer = 0
  #asked: AbortController | null = null

  connectedCallback(): void {
    this.#input = this.querySelector('input:is([name=q], [type=text])')
    const input = this.#input
    if (input === null || this.contains(this.#list)) return
    this.#list.id = `suggestions-${document.querySelectorAll('search-box').length}-${input.name}`
    this.#list.className = 'suggestions'
    this.#list.role = 'listbox'
    this.#list.ariaLabel = this.dataset['list'] ?? null
    this.#list.hidden = true
    this.append(this.#list)
    input.type = 'text' // a search field may not be a combobox
    input.role = 'combobox'
    input.setAttribute('aria-autocomplete', 'list')
    input.setAttribute('aria-controls', this.#list.id)
    input.setAttribute('aria-expanded', 'false')

    input.addEventListener('input', () => this.#askSoon())
    input.addEventListener('keydown', (event) => this.#onKey(event))
    input.form?.addEventListener('submit', () => this.#close())
    if (this.dataset['fills'] === undefined) {
      input.form?.addEventListener('formdata', (event) => dropEmpty(event.formData))
    }
    this.addEventListener('focusout', (event) => {
      if (!(event.relatedTarget instanceof Node && this.contains(event.relatedTarget))) this.#close()
    })
    this.#list.addEventListener('pointerdown', (event) => event.preventDefault()) // keep the focus in the field
    this.#list.addEventListener('click', (event) => {
      const option = event.target instanceof Element ? event.target.closest('li') : null
      if (option !== null) this.#take(option.textContent ?? '')
    })
  }

  #askSoon(): void {
    this.#forget()
    const text = this.#input?.value.trim() ?? ''
    // Fields and phrases are for the search itself: no ID begins with `owner:`.
    if (text.length < 2 || /[:"]/.test(text)) return this.#close()
    this.#timer = window.setTimeout(() => void this.#ask(text), waitMs)
  }

  async #ask(text: string): Promise<void> {
    const asked = new AbortController()
    this.#asked = asked
    const credentials = this.dataset['credentials'] === 'same-origin' ? 'same-origin' : 'omit'
    const ids = await fetchIds(text, { signal: asked.signal, credentials })
    if (ids !== null && !asked.signal.aborted) this.#show(ids, text)
  }

  #show(ids: readonly string[], text: string): void {
    if (ids.length === 0 || document.activeElement !== this.#input) return this.#close()
    this.#chosen = -1
    this.#list.replaceChildren(...ids.map((id, index) => toOption(id, text, `${this.#list.id}-${index}`)))
    this.#list.hidden = false
    this.#input?.setAttribute('aria-expanded', 'true')
    this.#input?.removeAttribute('aria-activedescendant')
    announce((this.dataset['suggestions'] ?? '').replace('#', String(ids.length)))
  }

  /** Nothing that is on its way opens the list any more. */
  #forget(): void {
    clearTimeout(this.#timer)
    this.#asked?.abort()
  }

  #close(): void {
    this.#forget()
    this.#list.hidden = true
    this.#chosen = -1
    this.#input?.setAttribute('aria-expanded', 'false')
    this.#input?.removeAttribute('aria-activedescendant')
  }

  #onKey(event: KeyboardEvent): void {
    // `isComposing`: Enter and arrows belong to the input method while somebody writes Chinese.
    if (event.isComposing) return
    if (event.key === 'Escape') {
      if (!this.#list.hidden) event.preventDefault()
      this.#close()
    }
    if (this.#list.hidden) return
    const options = [...this.#list.children]
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      // One place more than options: past either end nothing is chosen, and the field holds what was typed.
      const places = options.length + 1
      this.#choose(options, ((this.#chosen + 1 + step + places) % places) - 1)
    } else if (event.key === 'Enter' && this.#chosen >= 0) {
      event.preventDefault()
      this.#take(options[this.#chosen]?.textContent ?? '')
    }
  }

  #take(id: string): void {
    if (this.#input === null || this.dataset['fills'] === undefined) return this.#open(id)
    this.#input.value = id
    this.#close()
  }

  #choose(options: readonly Element[], index: number): void {
    this.#chosen = index
    for (const [place, option] of options.entries()) option.ariaSelected = String(place === index)
    const option = options[index]
    option?.scrollIntoView({ block: 'nearest' })
    if (option === undefined) this.#input?.removeAttribute('aria-activedescendant')
    else this.#input?.setAttribute('aria-activedescendant', option.id)
  }

  /** The list is closed first: the page may come back as it was left. */
  #open(id: string): void {
    this.#close()
    location.assign(`/packages/${encodeURIComponent(id)}`)
  }
}

/** What the typed text stands for in the ID is set off, where it is in there as typed. */
function toOption(id: string, text: string, elementId: string): HTMLLIElement {
  const option = document.createElement('li')
  option.role = 'option'
  option.id = elementId
  option.ariaSelected = 'false'
  const at = id.toLowerCase().indexOf(text.toLowerCase())
  if (at < 0) option.textContent = id
  else {
    const typed = document.createElement('b')
    typed.textContent = id.slice(at, at + text.length)
    const name = document.createElement('span')
    name.append(id.slice(0, at), typed, id.slice(at + text.length))
    option.append(name)
  }
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

/** The address names what was chosen, and nothing else. */
function dropEmpty(form: FormData): void {
  for (const [name, value] of [...form.entries()]) if (value === '') form.delete(name)
}

customElements.define('search-box', SearchBox)
