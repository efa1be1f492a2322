import type { PropsWithChildren } from 'hono/jsx'
import type { Account } from '../accounts/account.ts'
import { Notice } from '../http/components.tsx'
import { Field, PostForm, Select, SubmitButton, TextInput } from '../http/fields.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import type { Message } from '../i18n/message.ts'
import { messages } from './user-messages.ts'
import { AccountMarks } from './users-page.tsx'

type Props = { readonly frame: Frame; readonly account: Account }

/** Everything that administrators do to one account. `error` is why the last act was refused. */
export function UserPage({ frame, account, error }: Props & { readonly error: string | null }) {
  const { t } = frame
  const isUser = account.kind === 'user'
  return (
    <Page frame={frame} title={account.name} noIndex narrow>
      <p>
        <a href="/admin/users">{t(messages.backToUsers)}</a>
      </p>
      <h1>{account.name}</h1>
      <p>
        <span class="mono">{account.email ?? account.unconfirmedEmail}</span>{' '}
        <AccountMarks frame={frame} account={account} />
      </p>
      <p class="actions">
        <a href={`/profiles/${account.name}`}>{t(messages.profile)}</a>
        {isUser ? null : <a href={`/organization/${account.name}`}>{t(messages.members)}</a>}
        <a href={`/admin/ownership?from=${encodeURIComponent(account.name)}`}>{t(messages.handOver)}</a>
        <a href={`/admin/keys?q=${encodeURIComponent(account.name)}`}>{t(messages.keys)}</a>
        <a href={`/admin/audit?account=${encodeURIComponent(account.name)}`}>{t(messages.activity)}</a>
      </p>
      {error === null ? null : (
        <Notice frame={frame} kind="danger">
          <p>{error}</p>
        </Notice>
      )}
      <ActSection frame={frame} account={account} title={messages.lockTitle} text={messages.lockText}>
        {account.lockedAt ? (
          <Act frame={frame} act="unlock" label={messages.unlock} />
        ) : (
          <Act frame={frame} act="lock" label={messages.lock} kind="danger" />
        )}
      </ActSection>
      {isUser ? (
        <>
          <ActSection frame={frame} account={account} title={messages.roleTitle}>
            {account.isAdmin ? (
              <Act frame={frame} act="revoke-admin" label={messages.revokeAdmin} />
            ) : (
              <Act frame={frame} act="make-admin" label={messages.makeAdmin} />
            )}
          </ActSection>
          <ActSection frame={frame} account={account} title={messages.accessTitle}>
            <p class="actions">
              <Act frame={frame} act="reset-link" label={messages.resetLink} />
              {account.twoFactorSince ? (
                <Act frame={frame} act="reset-two-factor" label={messages.resetTwoFactor} kind="danger" />
              ) : null}
            </p>
          </ActSection>
        </>
      ) : null}
      <ActSection frame={frame} account={account} title={messages.renameTitle} text={messages.renameText}>
        <Field frame={frame} name="newName" label={t(messages.newName)}>
          <TextInput mono required autocomplete="off" />
        </Field>
        <Act frame={frame} act="rename" label={messages.rename} kind="danger" />
      </ActSection>
      <DeleteSection frame={frame} account={account} />
    </Page>
  )
}

function DeleteSection({ frame, account }: Props) {
  const { t } = frame
  const policies = [
    { value: 'refuse', label: t(messages.orphansRefuse) },
    { value: 'unlist', label: t(messages.orphansUnlist) },
    { value: 'keep', label: t(messages.orphansKeep) },
  ]
  return (
    <ActSection frame={frame} account={account} title={messages.deleteTitle} text={messages.deleteText}>
      <Field frame={frame} name="orphans" label={t(messages.orphans)}>
        <Select value="refuse" options={policies} />
      </Field>
      <Field frame={frame} name="confirm" label={t(messages.confirmName, { name: account.name })}>
        <TextInput mono required autocomplete="off" />
      </Field>
      <Act frame={frame} act="delete" label={messages.delete} kind="danger" />
    </ActSection>
  )
}

function ActSection(props: PropsWithChildren<Props & { title: Message; text?: Message }>) {
  const { frame, account } = props
  return (
    <section>
      <h2>{frame.t(props.title)}</h2>
      {props.text === undefined ? null : <p>{frame.t(props.text, { name: account.name })}</p>}
      <PostForm frame={frame} action={`/admin/users/${account.name}`}>
        {props.children}
      </PostForm>
    </section>
  )
}

function Act(props: { frame: Frame; act: string; label: Message; kind?: 'plain' | 'danger' }) {
  return (
    <SubmitButton kind={props.kind ?? 'plain'} name="act" value={props.act}>
      {props.frame.t(props.label)}
    </SubmitButton>
  )
}
