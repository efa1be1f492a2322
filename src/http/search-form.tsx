import type { PropsWithChildren } from 'hono/jsx'
import { Icon } from './components.tsx'
import type { Frame } from './frame.ts'
import { messages } from './messages.ts'

/** Around a field for a package ID: with script, IDs of this gallery are suggested, and the chosen one is put into it. */
export function PackageIdBox({ frame, children }: PropsWithChildren<{ frame: Frame }>) {
  return (
    <search-box
      class="suggesting"
      data-fills
      data-list={frame.t(messages.suggestionList)}
      data-suggestions={frame.t(messages.suggestions, { count: '#' })}
      data-credentials={frame.account === null ? 'omit' : 'same-origin'}
    >
      {children}
    </search-box>
  )
}

export type SearchFormProps = {
  frame: Frame
  value?: string
  /** The large one of the home and search pages; the small one stands in the header. */
  big?: boolean
  autofocus?: boolean
  /** Controls elsewhere on the page join this form by this ID, as their `form`. */
  formId?: string
}

/** Asks for packages. With script, IDs are suggested while one types (web/elements/search-box.ts). */
export function SearchForm({ frame, value, big, autofocus, formId }: SearchFormProps) {
  const { t } = frame
  return (
    <search-box
      class={big ? 'search search-big' : 'search'}
      data-list={t(messages.suggestionList)}
      data-suggestions={t(messages.suggestions, { count: '#' })}
      data-credentials={frame.account === null ? 'omit' : 'same-origin'}
    >
      <form id={formId} role="search" action="/packages" method="get">
        <input
          type="search"
          name="q"
          value={value}
          aria-label={t(messages.searchLabel)}
          placeholder={t(messages.searchLabel)}
          maxlength={200}
          autocomplete="off"
          spellcheck={false}
          autocapitalize="none"
          enterkeyhint="search"
          autofocus={autofocus}
        />
        <button type="submit" class="search-button" aria-label={t(messages.searchAction)}>
          <Icon frame={frame} name="search" />
        </button>
      </form>
    </search-box>
  )
}
