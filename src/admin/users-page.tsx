import type { Child } from 'hono/jsx'
import type { Account } from '../accounts/account.ts'
import { accountStates, type AccountState } from '../accounts/account-state.ts'
import { BackToAdmin } from '../http/back-to-admin.tsx'
import { Badge, CommandLine, EmptyState, LinkButton, Time } from '../http/components.tsx'
import { Field, PostForm, SubmitButton, TextInput } from '../http/fields.tsx'
import type { Frame } from '../http/frame.ts'
import { StackedTable } from '../http/stacked-table.tsx'
import { Page } from '../http/layout.tsx'
import { BulkForm, Tick } from './bulk-form.tsx'
import { ListPager, ListSearch, type ListView } from './list-search.tsx'
import { messages as adminMessages } from './messages.ts'
import { messages } from './user-messages.ts'

export type UsersView = ListView<AccountState> & {
  /** The reader proved lately who they are. */
  readonly mayAct: boolean
  readonly accounts: readonly Account[]
  readonly draft: { readonly name: string; readonly email: string; readonly errors: readonly string[] }
}

const bulkActs = [
  { act: 'lock', label: messages.lockChosen, kind: 'danger' },
  { act: 'unlock', label: messages.unlockChosen },
] as const

/** All accounts, with a search, and the form that makes one. */
export function UsersPage({ frame, view }: { frame: Frame; view: UsersView }) {
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.usersTitle)} noIndex>
      <BackToAdmin frame={frame} />
      <h1>{t(messages.usersTitle)}</h1>
      <ListSearch
        frame={frame}
        path="/admin/users"
        view={view}
        messages={messages}
        states={accountStates}
        maxlength={256}
      />
      {view.accounts.length === 0 ? (
        <EmptyState title={t(messages.none)} />
      ) : (
        <BulkForm frame={frame} action="/admin/users" acts={bulkActs} mayAct={view.mayAct}>
          <AccountTable frame={frame} accounts={view.accounts} />
        </BulkForm>
      )}
      <ListPager frame={frame} path="/admin/users" view={view} messages={messages} />
      <CreateForm frame={frame} draft={view.draft} />
    </Page>
  )
}

function AccountTable({ frame, accounts }: { frame: Frame; accounts: readonly Account[] }) {
  const { t } = frame
  return (
    <StackedTable
      heads={[
        { text: t(adminMessages.chosen), isHidden: true },
        ...[messages.name, messages.email, messages.since, messages.marks].map((head) => t(head)),
      ]}
    >
      {accounts.map((account) => (
        <tr>
          {account.deletedAt ? <td /> : <Tick frame={frame} name="names" value={account.name} />}
          <th scope="row">
            {account.deletedAt ? account.name : <a href={`/admin/users/${account.name}`}>{account.name}</a>}
          </th>
          <td class="mono" data-label={t(messages.email)}>
            {account.email ?? account.unconfirmedEmail}
          </td>
          <td data-label={t(messages.since)}>
            <Time frame={frame} at={account.createdAt} />
          </td>
          <td data-label={t(messages.marks)}>
            <AccountMarks frame={frame} account={account} />
          </td>
        </tr>
      ))}
    </StackedTable>
  )
}

/** What is special about an account, in words. */
export function AccountMarks({ frame, account }: { frame: Frame; account: Account }) {
  const { t } = frame
  const marks: readonly (Child | false)[] = [
    account.kind === 'organization' && <Badge>{t(messages.isOrganization)}</Badge>,
    account.isAdmin && <Badge kind="info">{t(messages.isAdmin)}</Badge>,
    account.lockedAt !== null && <Badge kind="danger">{t(messages.isLocked)}</Badge>,
    account.deletedAt !== null && <Badge>{t(messages.isDeleted)}</Badge>,
    account.email === null && account.deletedAt === null && <Badge kind="warn">{t(messages.unconfirmed)}</Badge>,
    account.twoFactorSince !== null && <Badge kind="ok">{t(messages.twoFactor)}</Badge>,
  ]
  return <>{marks.filter(Boolean).flatMap((mark) => [mark, ' '])}</>
}

function CreateForm({ frame, draft }: { frame: Frame; draft: UsersView['draft'] }) {
  const { t } = frame
  return (
    <section>
      <h2>{t(messages.createTitle)}</h2>
      <p>{t(messages.createHint)}</p>
      <PostForm frame={frame} action="/admin/users">
        <Field frame={frame} name="name" label={t(messages.name)} error={draft.errors.join(' ') || null}>
          <TextInput value={draft.name} required mono autocomplete="off" />
        </Field>
        <Field frame={frame} name="email" label={t(messages.email)}>
          <TextInput type="email" value={draft.email} required autocomplete="off" />
        </Field>
        <SubmitButton>{t(messages.create)}</SubmitButton>
      </PostForm>
    </section>
  )
}

/** A link that opens an account, shown this once. */
export function PasswordLinkPage({ frame, name, link }: { frame: Frame; name: string; link: string }) {
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.linkTitle, { name })} noIndex narrow>
      <h1>{t(messages.linkTitle, { name })}</h1>
      <p>{t(messages.linkText, { name })}</p>
      <CommandLine frame={frame} text={link} />
      <p class="actions">
        <LinkButton href={`/admin/users/${name}`}>{t(messages.backToUser, { name })}</LinkButton>
      </p>
    </Page>
  )
}
