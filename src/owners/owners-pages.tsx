import { BackToAdmin } from '../http/back-to-admin.tsx'
import { EmptyState, LinkButton, Notice, PostForm, SubmitButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { StackedTable } from '../http/stacked-table.tsx'
import { Page } from '../http/layout.tsx'
import { packageHref } from '../packages/icon.tsx'
import { messages } from './messages.ts'
import { OwnersSection, type OwnerDraft } from './owners-section.tsx'
import type { OwnersView } from './owners-view.ts'
import type { OwnershipRequest } from './request-store.ts'

/** The owners alone: for administrators of the gallery, and where a refused change is shown. */
export function OwnersPage(props: { frame: Frame; view: OwnersView; draft: OwnerDraft; error: string | null }) {
  const { id } = props.view.package
  const title = props.frame.t(messages.ownersOf, { id })
  return (
    <Page frame={props.frame} title={title} noIndex>
      <div class="title-line">
        <h1>{title}</h1>
        <LinkButton href={packageHref(id)} kind="quiet">
          {id}
        </LinkButton>
      </div>
      <OwnersSection {...props} />
    </Page>
  )
}

export function RemoveOwnerPage(props: {
  frame: Frame
  id: string
  name: string
  isYourself: boolean
  error: string | null
}) {
  const { frame, id, name } = props
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.removeTitle, { id, name })} noIndex>
      <h1>{t(messages.removeTitle, { id, name })}</h1>
      <Refused frame={frame} error={props.error} />
      <p>{t(messages.removeText, { id, name })}</p>
      {props.isYourself ? <p>{t(messages.removeYourself)}</p> : null}
      <PostForm frame={frame} action={`${packageHref(id)}/owners/${name}/remove`}>
        <div class="actions">
          <SubmitButton kind="danger">{t(messages.removeOne, { name })}</SubmitButton>
          <LinkButton href={`${packageHref(id)}/owners`}>{t(messages.keepIt)}</LinkButton>
        </div>
      </PostForm>
    </Page>
  )
}

/** Where the link of a mail leads. It shows the request; only its buttons answer it. */
export function RequestPage({
  frame,
  request,
  error,
}: {
  frame: Frame
  request: OwnershipRequest
  error: string | null
}) {
  const { t } = frame
  const { packageId: id, account, asker, askedFor } = request
  const title = t(messages.requestTitle, { id })
  return (
    <Page frame={frame} title={title} noIndex>
      <h1>{title}</h1>
      <Refused frame={frame} error={error} />
      <p>{t(messages.requestText, { asker: asker.name, name: account.name })}</p>
      {request.handsOver ? <p>{t(messages.requestHandsOver, { owner: askedFor.name })}</p> : null}
      {request.message === null ? null : (
        <blockquote class="said">
          <p class="prewrapped">{request.message}</p>
        </blockquote>
      )}
      <AnswerButtons frame={frame} request={request} />
      <p>
        <a href={packageHref(id)}>{id}</a>
      </p>
    </Page>
  )
}

export function RequestGonePage({ frame }: { frame: Frame }) {
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.goneTitle)} noIndex>
      <h1>{t(messages.goneTitle)}</h1>
      <p>{t(messages.goneText)}</p>
      <p class="actions">
        <LinkButton href="/account/Packages">{t(messages.managePackages)}</LinkButton>
      </p>
    </Page>
  )
}

function AnswerButtons({ frame, request }: { frame: Frame; request: OwnershipRequest }) {
  const { t } = frame
  const href = requestHref(request)
  return (
    <div class="actions">
      <PostForm frame={frame} action={`${href}/accept`}>
        <SubmitButton>{t(messages.accept)}</SubmitButton>
      </PostForm>
      <PostForm frame={frame} action={`${href}/decline`}>
        <SubmitButton kind="plain">{t(messages.decline)}</SubmitButton>
      </PostForm>
    </div>
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

export function requestHref({ packageId, number }: Pick<OwnershipRequest, 'packageId' | 'number'>): string {
  return `${packageHref(packageId)}/owners/requests/${number}`
}

export type Orphan = { readonly id: string; readonly downloads: string }

/** For administrators: packages whose owners are gone. */
export function OrphansPage({ frame, orphans }: { frame: Frame; orphans: readonly Orphan[] }) {
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.orphansTitle)} noIndex>
      <BackToAdmin frame={frame} />
      <h1>{t(messages.orphansTitle)}</h1>
      {orphans.length === 0 ? (
        <EmptyState title={t(messages.orphansNone)} />
      ) : (
        <>
          <p class="lead">{t(messages.orphansLead)}</p>
          <StackedTable
            heads={[
              t(messages.packageId),
              { text: t(messages.downloads), isNumber: true },
              { text: t(messages.give), isHidden: true },
            ]}
          >
            {orphans.map(({ id, downloads }) => (
              <tr>
                <th scope="row">
                  <a href={packageHref(id)}>{id}</a>
                </th>
                <td class="number" data-label={t(messages.downloads)}>
                  {downloads}
                </td>
                <td class="actions-cell">
                  <a href={`${packageHref(id)}/owners`} aria-label={t(messages.giveOne, { id })}>
                    {t(messages.give)}
                  </a>
                </td>
              </tr>
            ))}
          </StackedTable>
        </>
      )}
    </Page>
  )
}
