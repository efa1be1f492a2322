import { Select, SubmitButton } from '../http/components.tsx'
import { Choice } from '../http/fields.tsx'
import type { Frame } from '../http/frame.ts'
import type { Message } from '../i18n/message.ts'
import type { FrameworkFamily, FrameworkFilter } from '../search/frameworks.ts'
import { messages } from './messages.ts'
import { searchHref, type PageSearch } from './page-search.ts'

export const searchFormId = 'search'

const types: readonly (readonly [value: string, label: Message])[] = [
  ['', messages.typeAll],
  ['dependency', messages.typeDependency],
  ['dotnettool', messages.typeTool],
  ['template', messages.typeTemplate],
  ['msbuildsdk', messages.typeSdk],
]

/** The controls belong to the search form above, so that one request carries words and filters. */
export function Filters({ frame, search }: { frame: Frame; search: PageSearch }) {
  const { t } = frame
  const isOtherType = !types.some(([value]) => value === search.packageType)
  const options = types.map(([value, label]) => ({ value, label: t(label) }))
  return (
    <details
      class="search-filters"
      open={search.packageType !== '' || search.frameworks !== null || !search.prerelease}
    >
      <summary class="button">{t(messages.filters)}</summary>
      <div class="filter-fields">
        <h2 class="filters-title">{t(messages.filters)}</h2>
        <div class="filter">
          <label for="search-type">{t(messages.packageType)}</label>
          <Select
            name="packagetype"
            id="search-type"
            form={searchFormId}
            value={search.packageType}
            options={isOtherType ? [...options, { value: search.packageType, label: search.packageType }] : options}
          />
        </div>
        <div class="filter">
          <label for="search-prerel">{t(messages.prerelease)}</label>
          <Select
            name="prerel"
            id="search-prerel"
            form={searchFormId}
            value={String(search.prerelease)}
            options={[
              { value: 'true', label: t(messages.prereleaseIncluded) },
              { value: 'false', label: t(messages.prereleaseLeftOut) },
            ]}
          />
        </div>
        <FrameworkChoices frame={frame} frameworks={search.frameworks} />
        {search.sortBy === 'relevance' ? null : (
          <input type="hidden" name="sortby" form={searchFormId} value={search.sortBy} />
        )}
        <div class="filter-actions">
          <SubmitButton kind="plain" form={searchFormId}>
            {t(messages.apply)}
          </SubmitButton>
          {search.isFiltered ? <a href={searchHref({ q: search.q })}>{t(messages.reset)}</a> : null}
        </div>
      </div>
    </details>
  )
}

const families: readonly (readonly [family: FrameworkFamily, name: string])[] = [
  ['net', '.NET'],
  ['netcoreapp', '.NET Core'],
  ['netstandard', '.NET Standard'],
  ['netframework', '.NET Framework'],
]

/** Families are chosen here; exact frameworks and the mode come with an address and stay with it. */
function FrameworkChoices({ frame, frameworks }: { frame: Frame; frameworks: FrameworkFilter | null }) {
  const { t } = frame
  const tfms = frameworks?.tfms ?? []
  return (
    <fieldset class="filter">
      <legend>{t(messages.frameworks)}</legend>
      {families.map(([family, name]) => (
        <Choice
          type="checkbox"
          name="frameworks"
          value={family}
          label={name}
          checked={frameworks?.families.includes(family) ?? false}
          form={searchFormId}
        />
      ))}
      {tfms.length === 0 ? null : <input type="hidden" name="tfms" form={searchFormId} value={tfms.join(',')} />}
      {frameworks?.mode === 'any' ? (
        <input type="hidden" name="frameworkfiltermode" form={searchFormId} value="any" />
      ) : null}
    </fieldset>
  )
}
