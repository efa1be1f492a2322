import { BackToAdmin } from '../http/back-to-admin.tsx'
import {
  Choice,
  EmptyState,
  Field,
  LinkButton,
  Notice,
  PostForm,
  SubmitButton,
  TextInput,
} from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { messages } from './messages.ts'
import { PrefixTable } from './own-prefixes-section.tsx'
import { patternText, type ReservedPrefix } from './prefix.ts'
import type { PrefixRequest } from './request-store.ts'

export type ReserveDraft = { readonly pattern: string; readonly owners: string; readonly isShared: boolean }

export const emptyReserveDraft: ReserveDraft = { pattern: '', owners: '', isShared: false }

type ListProps = {
  readonly frame: Frame
  readonly prefixes: readonly ReservedPrefix[]
  readonly requests: readonly PrefixRequest[]
  /** What the list was searched for. */
  readonly text: string
  readonly draft: ReserveDraft
  readonly error: string | null
}

/** For administrators: requests to decide, the reservations, and the form that makes one. */
export function PrefixesPage(props: ListProps) {
  const { frame, prefixes, text } = props
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.adminTitle)} noIndex>
      <BackToAdmin frame={frame} />
      <h1>{t(messages.adminTitle)}</h1>
      <p class="lead">{t(messages.adminLead)}</p>
      <Refused frame={frame} error={props.error} />
      <Requests frame={frame} requests={props.requests} />
      <form method="get" action="/admin/prefixes" role="search" aria-label={t(messages.search)} class="owner-form">
        <Field frame={frame} name="q" id="prefix-search" label={t(messages.search)}>
          <TextInput type="search" mono maxlength={128} value={text} autocomplete="off" />
        </Field>
        <SubmitButton kind="plain">{t(messages.searchAction)}</SubmitButton>
      </form>
      {prefixes.length === 0 ? (
        <EmptyState title={text === '' ? t(messages.adminNone) : t(messages.adminNoMatch, { text })} />
      ) : (
        <PrefixTable frame={frame} prefixes={prefixes} change={({ number }) => `/admin/prefixes/${number}`} />
      )}
      <ReserveForm frame={frame} draft={props.draft} />
    </Page>
  )
}

function Requests({ frame, requests }: { frame: Frame; requests: readonly PrefixRequest[] }) {
  const { t } = frame
  if (requests.length === 0) return null
  return (
    <section>
      <h2>{t(messages.queueTitle, { count: requests.length })}</h2>
      <ul class="rows plain-list">
        {requests.map((request) => (
          <li>
            <RequestToDecide frame={frame} request={request} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function RequestToDecide({ frame, request }: { frame: Frame; request: PrefixRequest }) {
  const { t } = frame
  const names = { pattern: patternText(request), name: request.account.name, asker: request.asker.name }
  const id = `reason-${request.number}`
  return (
    <>
      <h3>{t(messages.requestText, names)}</h3>
      <blockquote class="said">
        <p class="prewrapped">{request.message}</p>
      </blockquote>
      <PostForm frame={frame} action={`/admin/prefixes/requests/${request.number}`} class="owner-form">
        <Field frame={frame} name="reason" id={id} label={t(messages.reason)} optional>
          <TextInput maxlength={2000} autocomplete="off" />
        </Field>
        <div class="actions">
          <SubmitButton kind="plain" name="act" value="grant" label={t(messages.grantOne, names)}>
            {t(messages.grant)}
          </SubmitButton>
          <SubmitButton kind="plain" name="act" value="share" label={t(messages.grantSharedOne, names)}>
            {t(messages.grantShared)}
          </SubmitButton>
          <SubmitButton kind="plain" name="act" value="decline" label={t(messages.declineOne, names)}>
            {t(messages.decline)}
          </SubmitButton>
        </div>
      </PostForm>
    </>
  )
}

function ReserveForm({ frame, draft }: { frame: Frame; draft: ReserveDraft }) {
  const { t } = frame
  return (
    <PostForm frame={frame} action="/admin/prefixes" class="owner-form">
      <h2>{t(messages.reserveTitle)}</h2>
      <Field frame={frame} name="pattern" label={t(messages.pattern)} hint={t(messages.patternHint)}>
        <TextInput mono maxlength={129} value={draft.pattern} autocomplete="off" required />
      </Field>
      <Field frame={frame} name="owners" label={t(messages.ownersField)} hint={t(messages.ownersHint)} optional>
        <TextInput mono maxlength={1000} value={draft.owners} autocomplete="off" />
      </Field>
      <Choice
        type="checkbox"
        name="shared"
        value="yes"
        label={t(messages.shared)}
        hint={t(messages.sharedHint)}
        checked={draft.isShared}
      />
      <div class="actions">
        <SubmitButton>{t(messages.reserve)}</SubmitButton>
      </div>
    </PostForm>
  )
}

/** One reservation: its owners, and its end. */
export function PrefixPage(props: { frame: Frame; prefix: ReservedPrefix; name: string; error: string | null }) {
  const { frame, prefix } = props
  const { t } = frame
  const pattern = patternText(prefix)
  const href = `/admin/prefixes/${prefix.number}`
  return (
    <Page frame={frame} title={pattern} noIndex>
      <div class="title-line">
        <h1>{pattern}</h1>
        <LinkButton href="/admin/prefixes" kind="quiet">
          {t(messages.back)}
        </LinkButton>
      </div>
      {prefix.isShared ? <p>{t(messages.shared)}</p> : null}
      <h2>{t(messages.owners)}</h2>
      {prefix.owners.length === 0 && !prefix.isShared ? <p>{t(messages.noOwners)}</p> : null}
      <ul class="rows owner-rows">
        {prefix.owners.map(({ name }) => (
          <li>
            <a href={`/profiles/${name}`}>{name}</a>
            <PostForm frame={frame} action={`${href}/owners/remove`} class="owner-action">
              <input type="hidden" name="name" value={name} />
              <SubmitButton kind="quiet" small label={t(messages.removeOne, { name })}>
                {t(messages.remove)}
              </SubmitButton>
            </PostForm>
          </li>
        ))}
      </ul>
      <PostForm frame={frame} action={`${href}/owners/add`} class="owner-form">
        <Field frame={frame} name="name" label={t(messages.newOwner)} error={props.error}>
          <TextInput mono maxlength={64} value={props.name} autocomplete="off" required />
        </Field>
        <SubmitButton kind="plain">{t(messages.addOwner)}</SubmitButton>
      </PostForm>
      <section>
        <h2>{t(messages.releaseTitle)}</h2>
        <p>{t(messages.releaseText)}</p>
        <PostForm frame={frame} action={`${href}/release`}>
          <SubmitButton kind="danger">{t(messages.release, { pattern })}</SubmitButton>
        </PostForm>
      </section>
    </Page>
  )
}

function Refused({ frame, error }: { frame: Frame; error: string | null }) {
  if (error === null) return null
  return (
    <Notice frame={frame} kind="danger">
      <p>{error}</p>
    </Notice>
  )
}
