import { Icon, Select, SubmitButton } from '../http/components.tsx'
import { Choice } from '../http/fields.tsx'
import type { Frame } from '../http/frame.ts'
import { familyFrameworks, frameworkFamilies, toFamily, type FrameworkFamily } from '../search/frameworks.ts'
import { messages } from './messages.ts'
import { typeName, typeNames } from './type-names.ts'
import { isFiltered, searchHref, withoutFilters, type PageSearch } from './page-search.ts'

export const searchFormId = 'search'

type Props = { readonly frame: Frame; readonly search: PageSearch }

/**
 * The controls belong to the search form above, so that one request carries words and filters. Every box is empty at
 * first, so that an address names only what was chosen.
 */
export function Filters({ frame, search }: Props) {
  const { t } = frame
  const known = [...typeNames].map(([value, label]) => ({ value, label: t(label) }))
  const isOtherType = search.packageType !== '' && !typeNames.has(search.packageType)
  const other = isOtherType ? [{ value: search.packageType, label: search.packageType }] : []
  return (
    <details class="search-filters">
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
            options={[{ value: '', label: t(messages.typeAll) }, ...known, ...other]}
          />
        </div>
        <fieldset class="filter">
          <legend>{t(messages.leaveOut)}</legend>
          <Choice
            type="checkbox"
            name="prerel"
            value="false"
            label={t(messages.leaveOutPrerelease)}
            checked={!search.prerelease}
            form={searchFormId}
          />
          <Choice
            type="checkbox"
            name="deprecated"
            value="false"
            label={t(messages.leaveOutDeprecated)}
            checked={search.hidesDeprecated}
            form={searchFormId}
          />
        </fieldset>
        <FrameworkChoices frame={frame} search={search} />
        {search.sortBy === 'relevance' ? null : (
          <input type="hidden" name="sortby" form={searchFormId} value={search.sortBy} />
        )}
        <div class="filter-actions">
          <SubmitButton kind="plain" form={searchFormId}>
            {t(messages.apply)}
          </SubmitButton>
          {isFiltered(search) ? <a href={searchHref(withoutFilters(search))}>{t(messages.clearFilters)}</a> : null}
        </div>
        <Tips frame={frame} />
      </div>
    </details>
  )
}

const tips = [
  ['owner:contoso', messages.tipOwner],
  ['tags:json', messages.tipTags],
  ['id:logging', messages.tipId],
  ['packageid:Contoso.Core', messages.tipPackageId],
  ['description:"unit tests"', messages.tipDescription],
  ['dependson:Contoso.Core', messages.tipDependsOn],
] as const

/** What can be typed besides words: nobody would guess it. */
function Tips({ frame }: { readonly frame: Frame }) {
  const { t } = frame
  return (
    <details class="search-tips">
      <summary>{t(messages.tips)}</summary>
      <dl>
        {tips.map(([query, meaning]) => (
          <div>
            <dt>
              <code>{query}</code>
            </dt>
            <dd>{t(meaning)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

const familyNames: Readonly<Record<FrameworkFamily, string>> = {
  net: '.NET',
  netcoreapp: '.NET Core',
  netstandard: '.NET Standard',
  netframework: '.NET Framework',
}

/** A family means any version of it. With script, a family of which versions are chosen says so (framework-filter.ts). */
function FrameworkChoices({ frame, search }: Props) {
  const { t } = frame
  const { frameworks } = search
  const tfms = frameworks?.tfms ?? []
  const offered = new Set(frameworkFamilies.flatMap((family) => familyFrameworks[family]))
  const others = tfms.filter((tfm) => !offered.has(tfm))
  return (
    <fieldset class="filter">
      <legend>{t(messages.frameworks)}</legend>
      {frameworkFamilies.map((family) => (
        <framework-filter class="framework-family">
          <Choice
            type="checkbox"
            name="frameworks"
            value={family}
            label={familyNames[family]}
            checked={frameworks?.families.includes(family) ?? false}
            form={searchFormId}
          />
          <details open={tfms.some((tfm) => offered.has(tfm) && toFamily(tfm) === family)}>
            <summary>
              <Icon
                frame={frame}
                name="chevron-down"
                label={t(messages.versionsOf, { product: familyNames[family] })}
              />
            </summary>
            <TfmChoices names={familyFrameworks[family]} chosen={tfms} />
          </details>
        </framework-filter>
      ))}
      {others.length === 0 ? null : (
        <div role="group" aria-label={t(messages.otherFrameworks)}>
          <TfmChoices names={others} chosen={tfms} />
        </div>
      )}
      <div class="framework-mode">
        <Choice
          type="checkbox"
          name="frameworkfiltermode"
          value="any"
          label={t(messages.anyIsEnough)}
          hint={t(messages.anyIsEnoughHint)}
          checked={frameworks?.mode === 'any'}
          form={searchFormId}
        />
        <Choice
          type="checkbox"
          name="includecomputedframeworks"
          value="false"
          label={t(messages.namedOnly)}
          hint={t(messages.namedOnlyHint)}
          checked={frameworks?.includesComputed === false}
          form={searchFormId}
        />
      </div>
    </fieldset>
  )
}

function TfmChoices({ names, chosen }: { names: readonly string[]; chosen: readonly string[] }) {
  return (
    <div class="framework-versions">
      {names.map((tfm) => (
        <Choice
          type="checkbox"
          name="tfms"
          value={tfm}
          id={`field-tfms-${tfm.replace(/[^a-z0-9]/g, '_')}`}
          label={<span class="mono">{tfm}</span>}
          checked={chosen.includes(tfm)}
          form={searchFormId}
        />
      ))}
    </div>
  )
}

/** What leaves packages out at the moment, each with a way to take it back: on a phone the boxes are folded away. */
export function ActiveFilters({ frame, search }: Props) {
  const { t } = frame
  const filters = listFilters(frame, search)
  if (filters.length === 0) return null
  return (
    <ul class="chips" aria-label={t(messages.activeFilters)}>
      {filters.map(({ label, without }) => (
        <li>
          <a
            class="chip"
            href={searchHref({ ...without, page: 1 })}
            aria-label={t(messages.removeFilter, { filter: label })}
          >
            {label} <Icon frame={frame} name="close" />
          </a>
        </li>
      ))}
      {filters.length < 2 ? null : (
        <li>
          <a class="chip-clear" href={searchHref(withoutFilters(search))}>
            {t(messages.clearFilters)}
          </a>
        </li>
      )}
    </ul>
  )
}

type ActiveFilter = { readonly label: string; readonly without: PageSearch }

function listFilters({ t }: Frame, search: PageSearch): readonly ActiveFilter[] {
  const { packageType, frameworks } = search
  const found: ActiveFilter[] = []
  if (packageType !== '') {
    found.push({ label: typeName(t, packageType), without: { ...search, packageType: '' } })
  }
  if (!search.prerelease) found.push({ label: t(messages.noPrereleases), without: { ...search, prerelease: true } })
  if (search.hidesDeprecated) {
    found.push({ label: t(messages.noDeprecated), without: { ...search, hidesDeprecated: false } })
  }
  if (!frameworks) return found
  const withFrameworks = (change: Partial<typeof frameworks>): PageSearch => {
    const changed = { ...frameworks, ...change }
    return { ...search, frameworks: changed.families.length + changed.tfms.length === 0 ? null : changed }
  }
  for (const family of frameworks.families) {
    const families = frameworks.families.filter((one) => one !== family)
    found.push({ label: familyNames[family], without: withFrameworks({ families }) })
  }
  for (const tfm of frameworks.tfms) {
    found.push({ label: tfm, without: withFrameworks({ tfms: frameworks.tfms.filter((one) => one !== tfm) }) })
  }
  if (frameworks.mode === 'any') found.push({ label: t(messages.anyOfThem), without: withFrameworks({ mode: 'all' }) })
  if (!frameworks.includesComputed) {
    found.push({ label: t(messages.onlyNamed), without: withFrameworks({ includesComputed: true }) })
  }
  return found
}
