import { Hono, type Context } from 'hono'
import type { Account } from '../accounts/account.ts'
import { isRecentlyConfirmed } from '../accounts/confirmation.ts'
import { createUser } from '../accounts/create-user.ts'
import { deleteAccount } from '../accounts/delete-account.ts'
import { accountStates } from '../accounts/account-state.ts'
import { listAccounts } from '../accounts/list-store.ts'
import { lockAccount, unlockAccount } from '../accounts/lock-account.ts'
import { makeAdmin, revokeAdmin } from '../accounts/make-admin.ts'
import { accountRefusalText } from '../accounts/refusal-messages.ts'
import type { AccountRefusal } from '../accounts/refusal.ts'
import { renameAccount } from '../accounts/rename-account.ts'
import { provenForm } from '../accounts/proven-form.ts'
import { pageActor } from '../accounts/request-origin.ts'
import { resetPasswordLink } from '../accounts/reset-password-link.ts'
import { findAccountByName } from '../accounts/store.ts'
import { resetTwoFactor } from '../accounts/two-factor.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { errorPage, notFoundPage } from '../http/error-pages.tsx'
import { flash } from '../http/flash.ts'
import { checkedForm } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { seeOther } from '../http/redirect.ts'
import { requireRecentConfirmation } from '../http/require-confirmation.ts'
import { requireAdmin } from '../http/require-user.ts'
import type { Message } from '../i18n/message.ts'
import { deleteOrganization } from '../organizations/delete-organization.ts'
import { organizationRefusalText } from '../organizations/refusal-messages.ts'
import { fail, ok, type Result } from '../result.ts'
import { messages as adminMessages } from './messages.ts'
import { UserPage } from './user-page.tsx'
import { messages } from './user-messages.ts'
import { PasswordLinkPage, UsersPage, type UsersView } from './users-page.tsx'

const perPage = 50
const noDraft = { name: '', email: '', errors: [] }

/** `/admin/users`: find, make, lock, rename and delete accounts, and the role of administrators. */
export function userRoutes(deps: Deps): Hono<Env> {
  return new Hono<Env>()
    .get('/admin/users', requireAdmin(), (c) => showUsers(deps, c, noDraft))
    .post('/admin/users', requireAdmin(), checkedForm(), provenForm(deps), (c) =>
      c.var.form.has('act') ? postChosen(deps, c) : postCreate(deps, c),
    )
    .get('/admin/users/:name', requireAdmin(), requireRecentConfirmation(), async (c) => {
      const account = await findLiving(deps, c)
      return account ? renderPage(c, <UserPage frame={c.var.frame} account={account} error={null} />) : notFoundPage(c)
    })
    .post('/admin/users/:name', requireAdmin(), checkedForm(), provenForm(deps), async (c) => {
      const account = await findLiving(deps, c)
      return account ? postAct(deps, c, account) : notFoundPage(c)
    })
}

async function findLiving(deps: Deps, c: Context<Env>): Promise<Account | null> {
  const account = await findAccountByName(deps.db.read, c.req.param('name') ?? '')
  return account?.deletedAt ? null : account
}

async function showUsers(deps: Deps, c: Context<Env>, draft: UsersView['draft']): Promise<Response> {
  const text = (c.req.query('q') ?? '').trim().slice(0, 256)
  const state = accountStates.find((known) => known === c.req.query('state')) ?? null
  const after = c.req.query('after') ?? null
  const found = await listAccounts(deps.db.read, { text, state, after, limit: perPage + 1 })
  const accounts = found.slice(0, perPage)
  const next = found.length > perPage ? (accounts.at(-1)?.name.toLowerCase() ?? null) : null
  const mayAct = isRecentlyConfirmed(c.var.session, c.var.frame.now)
  const view = { text, state, accounts, mayAct, isFirstPage: after === null, after: next, draft }
  return renderPage(c, <UsersPage frame={c.var.frame} view={view} />, draft.errors.length > 0 ? 400 : 200)
}

/** Several accounts are locked or unlocked, one act each; whoever acts is left out. */
async function postChosen(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, frame, user } = c.var
  const act = form.text('act')
  if (act !== 'lock' && act !== 'unlock') return errorPage(c, 400)
  const names = form
    .all('names')
    .slice(0, perPage)
    .filter((name) => name.toLowerCase() !== user.name.toLowerCase())
  const change = act === 'lock' ? lockAccount : unlockAccount
  let count = 0
  for (const name of names) if ((await change(deps, name, pageActor(c))).ok) count += 1
  const words = act === 'lock' ? messages.wereLocked : messages.wereUnlocked
  flash(c, count > 0 ? 'ok' : 'warn', count > 0 ? frame.t(words, { count }) : frame.t(adminMessages.nothingChosen))
  return seeOther(c, frame.path)
}

async function postCreate(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, frame } = c.var
  const [name, email] = [form.text('name'), form.text('email')]
  const created = await createUser(deps, { name, email, password: null, isAdmin: false }, pageActor(c))
  if (!created.ok) {
    const errors = created.error.map((refusal) => accountRefusalText(frame.t, refusal))
    return showUsers(deps, c, { name, email, errors })
  }
  return showLink(deps, c, created.value)
}

/** The link is in this answer only: whoever has it opens the account. */
async function showLink(deps: Deps, c: Context<Env>, account: Account): Promise<Response> {
  const made = await resetPasswordLink(deps, account.name, pageActor(c))
  if (!made.ok) return refused(c, account, accountRefusalText(c.var.frame.t, made.error))
  return renderPage(c, <PasswordLinkPage frame={c.var.frame} name={account.name} link={made.value.link} />)
}

async function postAct(deps: Deps, c: Context<Env>, account: Account): Promise<Response> {
  const { form, frame } = c.var
  const act = form.text('act')
  if (act === 'reset-link') return showLink(deps, c, account)
  if (account.id === c.var.user.id && ['lock', 'revoke-admin', 'delete', 'reset-two-factor'].includes(act)) {
    return refused(c, account, frame.t(messages.notYourself))
  }
  if (act === 'delete' && form.text('confirm') !== account.name) {
    return refused(c, account, frame.t(messages.confirmWrong, { name: account.name }))
  }
  const done = await runAct(deps, c, account, act)
  if (done === null) return errorPage(c, 400)
  if (!done.ok) return refused(c, account, done.error)
  const { message, name } = done.value
  flash(c, 'ok', frame.t(message, { name }))
  return seeOther(c, act === 'delete' ? '/admin/users' : `/admin/users/${name}`)
}

type Done = { readonly message: Message; readonly name: string }

/** What was done, or why not, in words; null for an act that is none. */
async function runAct(
  deps: Deps,
  c: Context<Env>,
  account: Account,
  act: string,
): Promise<Result<Done, string> | null> {
  const actor = pageActor(c)
  const { name } = account
  const { t } = c.var.frame
  const told = (done: Result<unknown, AccountRefusal>, message: Message): Result<Done, string> =>
    done.ok ? ok({ message, name }) : fail(accountRefusalText(t, done.error))
  switch (act) {
    case 'lock':
      return told(await lockAccount(deps, name, actor), messages.wasLocked)
    case 'unlock':
      return told(await unlockAccount(deps, name, actor), messages.wasUnlocked)
    case 'make-admin':
      return told(await makeAdmin(deps, name, actor), messages.wasMadeAdmin)
    case 'revoke-admin':
      return told(await revokeAdmin(deps, name, actor), messages.wasRevokedAdmin)
    case 'reset-two-factor':
      return told(await resetTwoFactor(deps, name, actor), messages.wasReset)
    case 'rename': {
      const renamed = await renameAccount(deps, { from: name, to: c.var.form.text('newName') }, actor)
      if (!renamed.ok) return fail(accountRefusalText(t, renamed.error))
      return ok({ message: messages.wasRenamed, name: renamed.value.name })
    }
    case 'delete': {
      const policy = c.var.form.text('orphans')
      const orphans = policy === 'unlist' || policy === 'keep' ? policy : 'refuse'
      if (account.kind === 'user') return told(await deleteAccount(deps, name, { orphans }, actor), messages.wasDeleted)
      const deleted = await deleteOrganization(deps, name, { orphans }, actor)
      return deleted.ok ? ok({ message: messages.wasDeleted, name }) : fail(organizationRefusalText(t, deleted.error))
    }
    default:
      return null
  }
}

function refused(c: Context<Env>, account: Account, error: string): Response {
  return renderPage(c, <UserPage frame={c.var.frame} account={account} error={error} />, 400)
}
