import { BackToAdmin } from '../http/back-to-admin.tsx'
import { Badge, EmptyState, Time } from '../http/components.tsx'
import { Field, PostForm, SubmitButton, TextInput } from '../http/fields.tsx'
import type { Frame } from '../http/frame.ts'
import { StackedTable } from '../http/stacked-table.tsx'
import { Page } from '../http/layout.tsx'
import type { JobState, StoredJob } from '../jobs/list-store.ts'
import type { FoundKey } from '../keys/search-store.ts'
import { BulkForm, Tick } from './bulk-form.tsx'
import { messages as adminMessages } from './messages.ts'
import { messages } from './system-messages.ts'

const jobKinds: Readonly<Record<JobState, 'plain' | 'danger' | 'info' | 'ok'>> = {
  waiting: 'plain',
  running: 'info',
  done: 'ok',
  failed: 'danger',
}

/** Work after commits: what became of it, and another try. */
export function JobsPage({ frame, jobs }: { frame: Frame; jobs: readonly StoredJob[] }) {
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.jobsTitle)} noIndex>
      <BackToAdmin frame={frame} />
      <h1>{t(messages.jobsTitle)}</h1>
      <p class="lead">{t(messages.jobsLead)}</p>
      {jobs.length === 0 ? (
        <EmptyState title={t(messages.none)} />
      ) : (
        <StackedTable
          heads={[
            ...[messages.kind, messages.state, messages.runAt, messages.attempts, messages.error].map((head) =>
              t(head),
            ),
            { text: t(messages.retry), isHidden: true },
          ]}
        >
          {jobs.map((job) => (
            <JobRow frame={frame} job={job} />
          ))}
        </StackedTable>
      )}
    </Page>
  )
}

function JobRow({ frame, job }: { frame: Frame; job: StoredJob }) {
  const { t } = frame
  const mayRetry = job.lastError !== null && job.state !== 'running'
  return (
    <tr>
      <th scope="row" class="mono">
        {job.kind}
      </th>
      <td data-label={t(messages.state)}>
        <Badge kind={jobKinds[job.state]}>{t(messages[job.state])}</Badge>
      </td>
      <td data-label={t(messages.runAt)}>
        <Time frame={frame} at={job.runAt} relative />
      </td>
      <td data-label={t(messages.attempts)}>{job.attempts}</td>
      <td data-label={t(messages.error)}>{job.lastError}</td>
      <td>
        {mayRetry ? (
          <PostForm frame={frame} action="/admin/jobs">
            <SubmitButton
              kind="plain"
              small
              name="id"
              value={String(job.id)}
              label={t(messages.retryOf, { id: String(job.id) })}
            >
              {t(messages.retry)}
            </SubmitButton>
          </PostForm>
        ) : null}
      </td>
    </tr>
  )
}

export type ShownSettings = Readonly<Record<string, string | number | null>>

/** What this process was started with, without its secrets. */
export function SettingsInForcePage({ frame, settings }: { frame: Frame; settings: ShownSettings }) {
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.settingsTitle)} noIndex>
      <BackToAdmin frame={frame} />
      <h1>{t(messages.settingsTitle)}</h1>
      <p class="lead">{t(messages.settingsLead)}</p>
      <StackedTable heads={[t(messages.setting), t(messages.value)]}>
        {Object.entries(settings).map(([name, value]) => (
          <tr>
            <th scope="row" class="mono">
              {name}
            </th>
            <td class="mono">{value ?? '–'}</td>
          </tr>
        ))}
      </StackedTable>
    </Page>
  )
}

/** API keys of everybody. `keys` is null before anything was looked for. */
export function KeySearchPage(props: { frame: Frame; text: string; keys: readonly FoundKey[] | null }) {
  const { frame, text, keys } = props
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.keysTitle)} noIndex>
      <BackToAdmin frame={frame} />
      <h1>{t(messages.keysTitle)}</h1>
      <p class="lead">{t(messages.keysLead)}</p>
      <form method="get" action="/admin/keys" class="audit-fields">
        <Field frame={frame} name="q" id="key-search" label={t(messages.keysSearch)}>
          <TextInput type="search" value={text} maxlength={64} mono />
        </Field>
        <p class="actions">
          <SubmitButton kind="plain">{t(messages.show)}</SubmitButton>
        </p>
      </form>
      {keys === null ? null : keys.length === 0 ? (
        <EmptyState title={t(messages.keysNone)} />
      ) : (
        <BulkForm frame={frame} action="/admin/keys" acts={keyActs} mayAct>
          <input type="hidden" name="q" value={text} />
          <StackedTable heads={[{ text: t(adminMessages.chosen), isHidden: true }, ...keyHeads.map((head) => t(head))]}>
            {keys.map((key) => (
              <KeyRow frame={frame} found={key} />
            ))}
          </StackedTable>
        </BulkForm>
      )}
    </Page>
  )
}

const keyActs = [{ act: 'revoke', label: messages.revokeChosen, kind: 'danger' }] as const
const keyHeads = (['keyName', 'keySecret', 'keyUser', 'keyOwner', 'keyEnds', 'keyUsed'] as const).map(
  (name) => messages[name],
)

function KeyRow({ frame, found }: { frame: Frame; found: FoundKey }) {
  const { t } = frame
  const isLive = found.revokedAt === null && found.expiresAt > frame.now
  const words = t(messages.keyOf, { name: found.name, user: found.userName })
  return (
    <tr>
      {isLive ? <Tick frame={frame} name="id" value={String(found.id)} words={words} /> : <td />}
      <th scope="row">{found.name}</th>
      <td class="mono" data-label={t(messages.keySecret)}>
        {found.visibleId}
      </td>
      <td data-label={t(messages.keyUser)}>
        <a href={`/admin/users/${found.userName}`}>{found.userName}</a>
      </td>
      <td data-label={t(messages.keyOwner)}>{found.ownerName}</td>
      <td data-label={t(messages.keyEnds)}>
        {found.revokedAt ? (
          <Badge kind="danger">{t(messages.keyRevoked)}</Badge>
        ) : (
          <Time frame={frame} at={found.expiresAt} />
        )}
      </td>
      <td data-label={t(messages.keyUsed)}>
        {found.lastUsedAt ? <Time frame={frame} at={found.lastUsedAt} relative /> : t(messages.keyNever)}{' '}
        {found.lastUsedFrom}
      </td>
    </tr>
  )
}
