import { BackToAdmin } from '../http/back-to-admin.tsx'
import { Badge } from '../http/components.tsx'
import { Field, PostForm, SubmitButton, TextArea } from '../http/fields.tsx'
import type { Frame } from '../http/frame.ts'
import { StackedTable } from '../http/stacked-table.tsx'
import { Page } from '../http/layout.tsx'
import type { Message } from '../i18n/message.ts'
import type { CheckedLeak, LeakState } from '../keys/leaked-keys.ts'
import { messages } from './messages.ts'

const states: Readonly<Record<LeakState, readonly [Message, 'danger' | 'plain']>> = {
  live: [messages.stateLive, 'danger'],
  ended: [messages.stateEnded, 'plain'],
  unknown: [messages.stateUnknown, 'plain'],
}

/** Secrets that were found: pasted, looked at, revoked. `checked` is null before the first look. */
export function LeakedPage(props: { frame: Frame; text: string; checked: readonly CheckedLeak[] | null }) {
  const { frame, text, checked } = props
  const { t } = frame
  const live = checked?.filter(({ state }) => state === 'live').length ?? 0
  return (
    <Page frame={frame} title={t(messages.leaked)} noIndex>
      <BackToAdmin frame={frame} />
      <h1>{t(messages.leaked)}</h1>
      <p class="lead">{t(messages.leakedLead)}</p>
      <PostForm frame={frame} action="/admin/leaked">
        <Field
          frame={frame}
          name="text"
          label={t(messages.leakedField)}
          error={checked?.length === 0 ? t(messages.leakedNone) : null}
        >
          <TextArea value={text} rows={8} mono required />
        </Field>
        {checked && checked.length > 0 ? <Leaks frame={frame} checked={checked} /> : null}
        <p class="actions">
          <SubmitButton kind={live > 0 ? 'plain' : 'primary'} name="act" value="check">
            {t(messages.leakedCheck)}
          </SubmitButton>
          {live === 0 ? null : (
            <SubmitButton kind="danger" name="act" value="revoke">
              {t(messages.leakedRevoke, { count: live })}
            </SubmitButton>
          )}
        </p>
      </PostForm>
    </Page>
  )
}

function Leaks({ frame, checked }: { frame: Frame; checked: readonly CheckedLeak[] }) {
  const { t } = frame
  return (
    <StackedTable
      heads={(['leakedSecret', 'leakedState', 'leakedKey', 'leakedUser', 'leakedPlace'] as const).map((name) =>
        t(messages[name]),
      )}
    >
      {checked.map((leak) => (
        <tr>
          <th scope="row" class="mono">
            {leak.visibleId}
          </th>
          <td data-label={t(messages.leakedState)}>
            <Badge kind={states[leak.state][1]}>{t(states[leak.state][0])}</Badge>
          </td>
          <td data-label={t(messages.leakedKey)}>{leak.key?.name}</td>
          <td data-label={t(messages.leakedUser)}>{leak.userName}</td>
          <td data-label={t(messages.leakedPlace)}>{leak.place}</td>
        </tr>
      ))}
    </StackedTable>
  )
}
