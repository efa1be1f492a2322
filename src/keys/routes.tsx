import { Hono, type Context } from 'hono'
import { isConfirmed } from '../accounts/account.ts'
import { isRecentlyConfirmed } from '../accounts/confirmation.ts'
import { listAccountsToActFor } from '../accounts/membership-store.ts'
import { identityProof, pageActor } from '../accounts/request-origin.ts'
import { hashToken, makeToken } from '../accounts/token.ts'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { notFoundPage } from '../http/error-pages.tsx'
import { flash } from '../http/flash.ts'
import { checkedForm, type Form } from '../http/forms.ts'
import { renderPage } from '../http/layout.tsx'
import { readId } from '../http/read-id.ts'
import { seeOther } from '../http/redirect.ts'
import { requireUser } from '../http/require-user.ts'
import { ConfirmPage, EditPage } from './confirm-pages.tsx'
import { createKey } from './create-key.ts'
import { editKey } from './edit-key.ts'
import { deleteKey, revokeKey } from './end-key.ts'
import { emptyDraft, readDraft, toDraft, toFields, toLifetime, type KeyDraft } from './key-draft.ts'
import { endOfLife } from './key-fields.ts'
import type { KeyFormProps } from './key-form.tsx'
import type { ApiKey } from './key.ts'
import { listKeys, listTickablePackages, type ListedKey } from './key-view.ts'
import { KeysPage, type FreshSecret } from './keys-page.tsx'
import { messages } from './messages.ts'
import { findOwnKey, type OwnKey } from './own-key.ts'
import { regenerateKey, type Overlap } from './regenerate-key.ts'
import { listForeignPrefixes } from '../prefixes/foreign-prefixes.ts'
import type { KeyFormRefusal } from './refusal.ts'
import { longestKeyDays } from './rights.ts'
import { keyRefusalText } from './refusal-messages.ts'
import { describeFields } from './words.ts'

const list = '/account/apikeys'

/** The API Keys page and its actions. Only the answers to `create` and `regenerate` ever hold a secret. */
export function keyRoutes(deps: Deps): Hono<Env> {
  return new Hono<Env>()
    .get(list, requireUser(), (c) => showKeys(deps, c, {}))
    .post(list, requireUser(), checkedForm(), (c) => create(deps, c))
    .get('/account/apikeys/:key/edit', requireUser(), (c) => withKey(deps, c, (own) => showEdit(deps, c, own, null)))
    .post('/account/apikeys/:key/edit', requireUser(), checkedForm(), (c) =>
      withKey(deps, c, (own) => edit(deps, c, own)),
    )
    .get('/account/apikeys/:key/:action{regenerate|revoke|delete}', requireUser(), (c) =>
      withKey(deps, c, ({ key }) => showConfirm(c, key, c.req.param('action') as ConfirmedAction, null)),
    )
    .post('/account/apikeys/:key/regenerate', requireUser(), checkedForm(), (c) =>
      withKey(deps, c, ({ key }) => regenerate(deps, c, key)),
    )
    .post('/account/apikeys/:key/revoke', requireUser(), checkedForm(), async (c) => {
      const revoked = await revokeKey(deps, c.var.user.id, keyIdOf(c), pageActor(c))
      if (!revoked.ok) return notFoundPage(c)
      flash(c, 'ok', c.var.frame.t(messages.wasRevoked, { name: revoked.value.name }))
      return seeOther(c, list)
    })
    .post('/account/apikeys/:key/delete', requireUser(), checkedForm(), async (c) => {
      const deleted = await deleteKey(deps, c.var.user.id, keyIdOf(c), pageActor(c))
      if (!deleted.ok) return notFoundPage(c)
      flash(c, 'ok', c.var.frame.t(messages.wasDeleted, { name: deleted.value.name }))
      return seeOther(c, list)
    })
}

type ConfirmedAction = 'regenerate' | 'revoke' | 'delete'

type Shown = {
  readonly draft?: KeyDraft
  readonly refusals?: readonly KeyFormRefusal[]
  readonly fresh?: FreshSecret
}

async function showKeys(deps: Deps, c: Context<Env>, shown: Shown): Promise<Response> {
  const { frame, user } = c.var
  const standing = !isConfirmed(user) ? 'unconfirmed' : user.lockedAt ? 'locked' : null
  const listed = standing === 'unconfirmed' ? [] : await listKeys(deps.db.read, user, frame.now)
  const isFresh = ({ key }: ListedKey) => key.id === shown.fresh?.keyId
  const keys = [...listed.filter(isFresh), ...listed.filter((own) => !isFresh(own))]
  const draft = shown.draft ?? emptyDraft(user.name, deps.config.maxKeyLifetimeDays)
  const refusals = shown.refusals ?? []
  const form = standing === null ? await toForm(deps, c, { draft, refusals, key: null, once: makeToken().token }) : null
  const isFormOpen = shown.draft !== undefined || (keys.length === 0 && !shown.fresh)
  c.header('Cache-Control', 'no-store')
  return renderPage(
    c,
    <KeysPage
      frame={frame}
      keys={keys}
      form={form}
      isFormOpen={isFormOpen}
      fresh={shown.fresh ?? null}
      standing={standing}
    />,
    refusals.length > 0 ? 400 : 200,
  )
}

async function create(deps: Deps, c: Context<Env>): Promise<Response> {
  const { form, user } = c.var
  const draft = readDraft(form)
  if (form.has('preview')) return showKeys(deps, c, { draft: await withOwnTicks(deps, c, draft) })
  const formTokenHash = readOnce(form)
  if (formTokenHash === null) return formUsed(c)

  const lifetime = toLifetime(draft)
  const newKey = {
    fields: toFields(draft),
    lifetime: lifetime === 'keep' ? null : lifetime,
    ownerName: draft.owner,
    formTokenHash,
  }
  const created = await createKey(deps, user, newKey, pageActor(c))
  if (created.ok) {
    const { key, secret } = created.value
    return showKeys(deps, c, { fresh: { keyId: key.id, name: key.name, secret, oldSecretEndsAt: null } })
  }
  if ('code' in created.error) return formUsed(c)
  return showKeys(deps, c, { draft, refusals: created.error })
}

async function showEdit(
  deps: Deps,
  c: Context<Env>,
  { key, owner }: OwnKey,
  tried: { draft: KeyDraft; refusals: readonly KeyFormRefusal[] } | null,
): Promise<Response> {
  const { frame } = c.var
  const draft = tried?.draft ?? toDraft(key, owner.name)
  const form = await toForm(deps, c, { draft, refusals: tried?.refusals ?? [], key, once: null })
  const status = tried && tried.refusals.length > 0 ? 400 : 200
  return renderPage(c, <EditPage frame={frame} apiKey={key} form={form} />, status)
}

async function edit(deps: Deps, c: Context<Env>, own: OwnKey): Promise<Response> {
  const { form, user } = c.var
  const draft = { ...readDraft(form), owner: own.owner.name } // the owner of a key stays
  if (form.has('preview')) return showEdit(deps, c, own, { draft, refusals: [] })

  const change = {
    keyId: own.key.id,
    fields: toFields(draft),
    lifetime: toLifetime(draft),
    proof: identityProof(c, 'password'),
  }
  const edited = await editKey(deps, user, change, pageActor(c))
  if (edited.ok) {
    flash(c, 'ok', c.var.frame.t(messages.wasEdited, { name: edited.value.name }))
    return seeOther(c, list)
  }
  return 'code' in edited.error ? notFoundPage(c) : showEdit(deps, c, own, { draft, refusals: edited.error })
}

function showConfirm(c: Context<Env>, key: ApiKey, action: ConfirmedAction, error: string | null): Response {
  const once = action === 'regenerate' ? makeToken().token : null
  const page = <ConfirmPage frame={c.var.frame} apiKey={key} action={action} once={once} error={error} />
  return renderPage(c, page, error === null ? 200 : 400)
}

async function regenerate(deps: Deps, c: Context<Env>, key: ApiKey): Promise<Response> {
  const { form, user, frame } = c.var
  const formTokenHash = readOnce(form)
  if (formTokenHash === null) return formUsed(c)
  const regeneration = { keyId: key.id, overlapHours: toOverlap(form.text('overlap')), formTokenHash }
  const regenerated = await regenerateKey(deps, user.id, regeneration, pageActor(c))
  if (regenerated.ok) {
    const { secret, oldSecretEndsAt } = regenerated.value
    return showKeys(deps, c, { fresh: { keyId: key.id, name: key.name, secret, oldSecretEndsAt } })
  }
  if (!('code' in regenerated.error)) {
    const sentences = regenerated.error.map((refusal) => keyRefusalText(frame.t, refusal))
    return showConfirm(c, key, 'regenerate', sentences.join(' '))
  }
  return regenerated.error.code === 'form-used' ? formUsed(c) : notFoundPage(c)
}

/** The hash of the form's one-time token, or null when it has none of ours. */
function readOnce(form: Form): string | null {
  const once = form.text('once')
  return /^[0-9a-f]{64}$/.test(once) ? hashToken(once) : null
}

/** What F5 or a second click leads to: the list, and no second key. */
function formUsed(c: Context<Env>): Response {
  flash(c, 'info', c.var.frame.t(messages.alreadyDone))
  return seeOther(c, list)
}

/** Another owner has other packages: what was ticked of the owner before goes with it. */
async function withOwnTicks(deps: Deps, c: Context<Env>, draft: KeyDraft): Promise<KeyDraft> {
  const acting = await listAccountsToActFor(deps.db.read, c.var.user)
  const owner = acting.find(({ account }) => account.name === draft.owner)?.account ?? c.var.user
  const own = new Set(await listTickablePackages(deps.db.read, owner))
  return { ...draft, packageIds: draft.packageIds.filter((id) => own.has(id)) }
}

async function toForm(
  deps: Deps,
  c: Context<Env>,
  about: { draft: KeyDraft; refusals: readonly KeyFormRefusal[]; key: ApiKey | null; once: string | null },
): Promise<KeyFormProps> {
  const { frame, user } = c.var
  const { draft, key } = about
  const lifetime = toLifetime(draft)
  const acting = (await listAccountsToActFor(deps.db.read, user)).map(({ account }) => account)
  const owner = acting.find(({ name }) => name === draft.owner) ?? null
  const packageIds = await listTickablePackages(deps.db.read, owner ?? user)
  const fields = toFields(draft)
  // New IDs are what a reservation is about: other keys are not told.
  const foreignPrefixes = fields.actions.has('push')
    ? await listForeignPrefixes(deps.db.read, fields.globs, owner ?? user)
    : []
  const longest = longestKeyDays(deps.config, owner)
  const end = lifetime === 'keep' ? (key?.expiresAt ?? null) : endOfLife(lifetime, frame.now, longest)
  return {
    frame,
    draft,
    packageIds,
    action: key ? `${list}/${key.id}/edit` : list,
    once: about.once,
    ownerNames: acting.map(({ name }) => name),
    refusals: about.refusals,
    sentence: describeFields(frame, fields, {
      ownerName: draft.owner,
      end,
      ownPackageIds: packageIds,
      foreignPrefixes,
    }),
    currentEnd: key?.expiresAt ?? null,
    isRecentlyConfirmed: isRecentlyConfirmed(c.var.session, frame.now),
  }
}

/** Runs `act` with the key in the address when it is the user's own; anything else is not found. */
async function withKey(
  deps: Deps,
  c: Context<Env>,
  act: (own: OwnKey) => Response | Promise<Response>,
): Promise<Response> {
  const found = await findOwnKey(deps.db.read, c.var.user.id, keyIdOf(c))
  return found.ok ? act(found.value) : notFoundPage(c)
}

function keyIdOf(c: Context<Env>): number {
  return readId(c.req.param('key'))
}

function toOverlap(text: string): Overlap {
  return text === '1' ? 1 : text === '24' ? 24 : 0
}
