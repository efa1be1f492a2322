import type { Child } from 'hono/jsx'
import { BackToAdmin } from '../http/back-to-admin.tsx'
import { EmptyState, LinkButton } from '../http/components.tsx'
import { Field, Select, SubmitButton, TextInput } from '../http/fields.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { formatDateTime } from '../i18n/format.ts'
import type { Message, Translate } from '../i18n/message.ts'
import { actionMessages } from './action-messages.ts'
import { throughs, type StoredEntry, type Through } from './entry.ts'
import { messages } from './messages.ts'

export type AuditView = {
  readonly title: string
  readonly lead: string
  /** Path of this page without a query; exports are `{path}.csv` and `{path}.json`. */
  readonly path: string
  /** The filter as it was asked for. */
  readonly query: URLSearchParams
  readonly entries: readonly StoredEntry[]
  readonly isFirstPage: boolean
  /** Set when there are more. */
  readonly olderThan: number | null
  /** Whether the log is that of everybody. */
  readonly isEverybodys: boolean
}

/** The audit log of an account, an organization, or the whole gallery: filter, entries, exports. */
export function AuditPage({ frame, view }: { frame: Frame; view: AuditView }) {
  const { t } = frame
  const { path, query } = view
  return (
    <Page frame={frame} title={view.title} noIndex>
      {view.isEverybodys ? <BackToAdmin frame={frame} /> : null}
      <h1>{view.title}</h1>
      <p class="lead">{view.lead}</p>
      <FilterForm frame={frame} view={view} />
      {view.entries.length === 0 ? (
        <EmptyState title={t(messages.none)} text={query.size > 0 ? t(messages.noneText) : undefined} />
      ) : (
        <EntryTable frame={frame} entries={view.entries} />
      )}
      <p class="actions">
        {view.isFirstPage ? null : <LinkButton href={withQuery(path, query)}>{t(messages.newest)}</LinkButton>}
        {view.olderThan === null ? null : (
          <LinkButton href={withQuery(path, query, { before: String(view.olderThan) })}>{t(messages.older)}</LinkButton>
        )}
        <LinkButton href={withQuery(`${path}.csv`, query)}>{t(messages.exportCsv)}</LinkButton>
        <LinkButton href={withQuery(`${path}.json`, query)}>{t(messages.exportJson)}</LinkButton>
      </p>
    </Page>
  )
}

function FilterForm({ frame, view }: { frame: Frame; view: AuditView }) {
  const { t } = frame
  const value = (name: string) => view.query.get(name) ?? ''
  const actions = Object.entries(actionMessages).map(([name, message]) => ({ value: name, label: t(message) }))
  const ways = throughs.map((through) => ({ value: through, label: t(throughMessages[through]) }))
  return (
    <details class="audit-filter" open={view.query.size > 0}>
      <summary>{t(messages.filter)}</summary>
      <form method="get" action={view.path} class="audit-fields">
        <Field frame={frame} name="who" label={t(messages.who)} hint={t(messages.whoHint)}>
          <TextInput value={value('who')} mono maxlength={256} />
        </Field>
        <Field frame={frame} name="action" label={t(messages.what)}>
          <Select value={value('action')} options={[{ value: '', label: t(messages.whatAny) }, ...actions]} />
        </Field>
        <Field frame={frame} name="account" label={t(messages.account)} hint={t(messages.whoHint)}>
          <TextInput value={value('account')} mono maxlength={256} />
        </Field>
        <Field frame={frame} name="packageId" label={t(messages.packageId)}>
          <TextInput value={value('packageId')} mono maxlength={128} />
        </Field>
        <Field frame={frame} name="through" label={t(messages.through)}>
          <Select value={value('through')} options={[{ value: '', label: t(messages.throughAny) }, ...ways]} />
        </Field>
        <Field frame={frame} name="since" label={t(messages.since)}>
          <TextInput type="date" value={value('since')} />
        </Field>
        <Field frame={frame} name="until" label={t(messages.until)}>
          <TextInput type="date" value={value('until')} />
        </Field>
        <p class="actions">
          <SubmitButton>{t(messages.show)}</SubmitButton>
          <LinkButton href={view.path}>{t(messages.reset)}</LinkButton>
        </p>
      </form>
    </details>
  )
}

function EntryTable({ frame, entries }: { frame: Frame; entries: readonly StoredEntry[] }) {
  const { t, language } = frame
  return (
    <div class="table-scroll table-stack audit-table">
      <table>
        <thead>
          <tr>
            {[messages.what, messages.when, messages.who, messages.about, messages.from].map((head) => (
              <th scope="col">{t(head)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr>
              <th scope="row">
                <span title={entry.action}>{actionText(t, entry.action)}</span>
                <Detail t={t} entry={entry} />
              </th>
              <td data-label={t(messages.when)}>
                <time datetime={entry.at.toISOString()}>{formatDateTime(language, entry.at)}</time>
              </td>
              <td data-label={t(messages.who)}>{whoText(t, entry)}</td>
              <td data-label={t(messages.about)}>{aboutText(entry)}</td>
              <td data-label={t(messages.from)}>{fromText(t, entry)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Detail({ t, entry }: { t: Translate; entry: StoredEntry }) {
  const known = Object.entries(entry.detail).filter(([, value]) => value !== null && value !== '')
  if (known.length === 0) return null
  return (
    <details class="audit-detail small">
      <summary>{t(messages.detail)}</summary>
      <code>{known.map(([name, value]) => `${name}: ${plain(value)}`).join('\n')}</code>
    </details>
  )
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What an action is called; its own name where nobody translated it. */
export function actionText(t: Translate, action: string): string {
  const known: Readonly<Record<string, Message>> = actionMessages
  const message = Object.hasOwn(known, action) ? known[action] : undefined
  return message ? t(message) : action
}

const throughMessages: Readonly<Record<Through, Message>> = {
  page: messages.throughPage,
  key: messages.throughKey,
  'command-line': messages.throughCommandLine,
  job: messages.throughJob,
}

function whoText(t: Translate, entry: StoredEntry): Child {
  if (entry.actorName === null) {
    if (entry.through === 'job') return t(messages.system)
    return t(entry.through === 'command-line' ? messages.operator : messages.stranger)
  }
  const isFor = entry.ownerId !== null && entry.ownerId !== entry.actorId && entry.ownerName !== null
  return (
    <>
      {entry.actorName}
      {isFor ? <span class="quiet"> {t(messages.inNameOf, { name: entry.ownerName ?? '' })}</span> : null}
    </>
  )
}

function aboutText({ packageId, version, accountName, detail }: StoredEntry): Child {
  if (packageId === null) {
    return accountName ?? (typeof detail.pattern === 'string' ? <code>{detail.pattern}</code> : null)
  }
  const path = `/packages/${encodeURIComponent(packageId)}${version === null ? '' : `/${encodeURIComponent(version)}`}`
  return (
    <a class="mono" href={path}>
      {version === null ? packageId : `${packageId} ${version}`}
    </a>
  )
}

function fromText(t: Translate, entry: StoredEntry): Child {
  const way =
    entry.keyVisibleId === null
      ? t(throughMessages[entry.through])
      : t(messages.throughThisKey, { key: entry.keyVisibleId })
  return entry.address === null ? way : `${way} · ${entry.address}`
}

function withQuery(path: string, query: URLSearchParams, more: Readonly<Record<string, string>> = {}): string {
  const all = new URLSearchParams([...query, ...Object.entries(more)])
  return all.size === 0 ? path : `${path}?${all.toString()}`
}
