import { PostForm, SubmitButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { StackedTable } from '../http/stacked-table.tsx'
import { packageHref } from '../packages/icon.tsx'
import { messages } from './messages.ts'
import { requestHref } from './owners-pages.tsx'
import type { OwnershipRequest } from './request-store.ts'

type Props = {
  readonly frame: Frame
  readonly requests: readonly OwnershipRequest[]
  readonly kind: 'received' | 'sent'
}

/** Requests on Manage Packages: those received with their answers, those sent with a way back. Nothing when there are none. */
export function RequestsSection({ frame, requests, kind }: Props) {
  const { t } = frame
  if (requests.length === 0) return null
  return (
    <details class="package-list" open id={`requests-${kind}`}>
      <summary>
        <h2>{t(messages[kind], { count: requests.length })}</h2>
      </summary>
      <StackedTable
        heads={[
          t(messages.packageId),
          t(messages.asker),
          t(messages.newOwner),
          { text: t(messages.answer), isHidden: true },
        ]}
      >
        {requests.map((request) => (
          <tr>
            <th scope="row">
              <a href={packageHref(request.packageId)}>{request.packageId}</a>
            </th>
            <td data-label={t(messages.asker)}>
              {request.asker.name}
              {request.message === null ? null : <p class="quiet prewrapped">{request.message}</p>}
            </td>
            <td data-label={t(messages.newOwner)}>{request.account.name}</td>
            <td class="actions-cell">
              <Actions frame={frame} request={request} kind={kind} />
            </td>
          </tr>
        ))}
      </StackedTable>
    </details>
  )
}

function Actions({ frame, request, kind }: Pick<Props, 'frame' | 'kind'> & { request: OwnershipRequest }) {
  const { t } = frame
  const href = requestHref(request)
  const values = { id: request.packageId, name: request.account.name }
  if (kind === 'sent') {
    return (
      <PostForm frame={frame} action={`${href}/cancel`}>
        <SubmitButton kind="plain" small label={t(messages.cancelOne, values)}>
          {t(messages.cancel)}
        </SubmitButton>
      </PostForm>
    )
  }
  return (
    <div class="actions">
      <PostForm frame={frame} action={`${href}/accept`}>
        <SubmitButton kind="plain" small label={t(messages.acceptOne, values)}>
          {t(messages.accept)}
        </SubmitButton>
      </PostForm>
      <PostForm frame={frame} action={`${href}/decline`}>
        <SubmitButton kind="quiet" small label={t(messages.declineOne, values)}>
          {t(messages.decline)}
        </SubmitButton>
      </PostForm>
    </div>
  )
}
