import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { deleteAccount } from '../src/accounts/delete-account.ts'
import { lockAccount, unlockAccount } from '../src/accounts/lock-account.ts'
import { removeMember } from '../src/organizations/change-member.ts'
import { deleteOrganization } from '../src/organizations/delete-organization.ts'
import { addOwner } from '../src/owners/add-owner.ts'
import { removeOwner } from '../src/owners/remove-owner.ts'
import { buildNupkg } from './build-nupkg.ts'
import { canRunOn } from './databases.ts'
import { createKey, createOrganization, createUser, joinOrganization, password } from './people.ts'
import { push, relist, unlist } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { findField, openVisitor, signIn, textOf, type Visitor } from './session.ts'
import { beginUpload } from './slow-upload.ts'
import { listPages } from './surfaces.ts'
import { readTables } from './tables.ts'

const operator = { account: null, through: 'command-line', address: null } as const
const asOperator = { kind: 'administrator' } as const

/** What went wrong at other registries. Further lessons stand in the files of what they are about. */
describe.each((['sqlite', 'postgres'] as const).filter(canRunOn))('lessons of other registries on %s', (database) => {
  let server: TestServer
  let root: Account

  beforeAll(async () => {
    server = await startTestServer({ database, settings: { LODE_LIMIT_FORM: 'off', LODE_LIMIT_RESET: 'off' } })
    root = await createUser(server, { name: 'root', admin: true })
  })
  afterAll(() => server.close())

  let names = 0
  const newUser = () => createUser(server, { name: `person${++names}` })

  async function newOrganization(members: { administrator: Account; collaborators?: readonly Account[] }) {
    return createOrganization(server, { name: `org${++names}`, ...members })
  }

  async function publish(secret: string, id = `Lesson.Number${++names}`): Promise<string> {
    expect((await push(server, secret, { id, version: '1.0.0' })).status).toBe(201)
    return id
  }

  async function statuses(secret: string, id: string, version: string) {
    return [
      (await push(server, secret, { id, version })).status,
      (await unlist(server, secret, id, '1.0.0')).status,
      (await relist(server, secret, id, '1.0.0')).status,
    ]
  }

  test('lesson: no right outlives the exit of an organization, of its member, or of the account itself', async () => {
    const [ann, ben] = [await newUser(), await newUser()]
    const organization = await newOrganization({ administrator: ann, collaborators: [ben] })
    const secret = await createKey(server, ben, { owner: organization })
    const [first, second] = [await publish(secret), await publish(secret)]
    const visitor = await signIn(server, ben)
    const manage = (id: string) =>
      visitor.post(`/packages/${id}/manage`, { act: 'unlist', versions: '1.0.0' }, { from: '/packages' })

    // The organization goes from one package: its members' keys and pages go with it.
    const given = await addOwner(
      { ...server.deps, search: null },
      asOperator,
      { id: first, name: ann.name, message: null, handOverFrom: organization.name },
      operator,
    )
    expect(given.ok).toBe(true)
    expect(await statuses(secret, first, '1.1.0')).toEqual([403, 403, 403])
    expect((await manage(first)).status).toBe(403)
    expect(await statuses(secret, second, '1.1.0')).toEqual([201, 200, 200])

    // The member goes: so does what is left.
    const { deps } = server
    expect((await removeMember(deps, { organization: organization.name, user: ben.name }, operator)).ok).toBe(true)
    expect(await statuses(secret, second, '1.2.0')).toEqual([403, 403, 403])
    expect((await manage(second)).status).toBe(403)
    expect((await visitor.get(`/organization/${organization.name}`)).status).toBe(404)

    // The organization itself goes: who was a member has nothing of it, and its name brings nothing back.
    await joinOrganization(server, organization, ben)
    expect((await push(server, secret, { id: second, version: '1.3.0' })).status).toBe(201)
    expect((await deleteOrganization(deps, organization.name, { orphans: 'keep' }, operator)).ok).toBe(true)
    expect(await statuses(secret, second, '1.4.0')).toEqual([403, 403, 403])
    expect((await manage(second)).status).toBe(403)
  })

  test('lesson: a GET does not do what is a POST, whoever asks and whatever the address carries', async () => {
    const { visitor, paths } = await withEverything()
    const fields = new URLSearchParams(everyField)
    const before = await readTables(server)
    for (const path of paths) {
      await visitor.get(`${path}?${fields.toString()}`)
      const head = await fetch(`${server.url}${path}?${fields.toString()}`, {
        method: 'HEAD',
        headers: { Cookie: `lode_session=${visitor.cookies.get('lode_session') ?? ''}` },
        redirect: 'manual',
      })
      expect([path, head.status >= 500]).toEqual([path, false])
    }
    expect(await readTables(server)).toEqual(before)
  })

  test('lesson: no form is taken without the token of its session, from another site, or under another method', async () => {
    const { visitor, paths } = await withEverything()
    const cookie = `lode_session=${visitor.cookies.get('lode_session') ?? ''}`
    const token = findField((await visitor.get('/packages')).html, 'form_token') ?? ''
    const other = findField((await (await signIn(server, root)).get('/packages')).html, 'form_token') ?? ''
    const before = await readTables(server)
    const send = async (path: string, method: string, formToken: string, headers: Record<string, string> = {}) => {
      const body = new URLSearchParams({ ...everyField, form_token: formToken })
      const init = { method, body, headers: { Cookie: cookie, ...headers }, redirect: 'manual' } as const
      return (await fetch(server.url + path, init)).status
    }
    for (const path of paths) {
      const answers = await Promise.all([
        send(path, 'POST', ''),
        send(path, 'POST', other),
        send(path, 'POST', token, { Origin: 'https://evil.example' }),
        send(path, 'POST', token, { 'Sec-Fetch-Site': 'cross-site' }),
        send(path, 'PUT', token),
        send(path, 'DELETE', token),
      ])
      expect([path, answers]).toEqual([path, [400, 400, 400, 400, 404, 404]])
    }
    expect(await readTables(server)).toEqual(before)
  })

  const everyField = {
    ...{ act: 'lock', versions: 'all', confirm: '1.0.0', name: 'root', username: 'root', role: 'administrator' },
    ...{ email: 'evil@contoso.example', currentPassword: password, password, owner: 'root', globs: '*', push: 'yes' },
    ...{ lifetime: '90', once: 'a'.repeat(64), pattern: 'Evil.*', orphans: 'keep', text: 'x', administrator: 'root' },
  }

  /** Somebody who may do everything, lately confirmed, and the address of every form there is, about things that exist. */
  async function withEverything(): Promise<{ visitor: Visitor; paths: readonly string[] }> {
    const boss = await createUser(server, { name: `boss${++names}`, admin: true })
    const organization = await newOrganization({ administrator: boss, collaborators: [await newUser()] })
    const id = await publish(await createKey(server, boss))
    const { read } = server.deps.db
    const key = await read.selectFrom('api_keys').select('id').where('user_id', '=', boss.id).executeTakeFirstOrThrow()
    const mail = await read.selectFrom('mails').select('id').limit(1).executeTakeFirst()
    const values = [
      [/^\/organization\/:name/, `/organization/${organization.name}`],
      [/^\/admin\/mails\/:id/, `/admin/mails/${mail?.id ?? 1}`],
      [/:id/, id],
      [/:version/, '1.0.0'],
      [/:key/, String(key.id)],
      [/:number\{[^}]*\}\}/, '1'],
      [/:token/, 'a'.repeat(64)],
      [/:name/, boss.name],
    ] as const
    const forms = listPages(server.deps).filter((route) => route.startsWith('POST '))
    const paths = forms.map((route) => {
      return values.reduce((path, [pattern, value]) => path.replace(pattern, value), route.slice('POST '.length))
    })
    expect(paths.length).toBeGreaterThan(60)
    expect(paths.filter((path) => path.includes(':'))).toEqual([])
    return { visitor: await signIn(server, boss), paths }
  }

  test('lesson: nobody ends or changes the key of somebody else, by its number or through their own organization', async () => {
    const [ann, eve] = [await newUser(), await newUser()]
    const theirs = await newOrganization({ administrator: eve })
    const secret = await createKey(server, ann)
    const id = await publish(secret)
    const { id: key } = await server.deps.db.read
      .selectFrom('api_keys')
      .select('id')
      .where('user_id', '=', ann.id)
      .executeTakeFirstOrThrow()
    const thieves = [await signIn(server, eve), await signIn(server, root)]
    const before = await readTables(server)
    for (const thief of thieves) {
      for (const act of ['edit', 'regenerate', 'revoke', 'delete']) {
        const fields = { name: 'mine', globs: '*', push: 'yes', lifetime: 'keep', once: 'b'.repeat(64) }
        expect((await thief.get(`/account/apikeys/${key}/${act}`)).status).toBe(404)
        const answer = await thief.post(`/account/apikeys/${key}/${act}`, fields, { from: '/packages' })
        expect([act, answer.status]).toEqual([act, 404])
      }
      const revoke = `/organization/${theirs.name}/keys/${key}/revoke`
      expect((await thief.post(revoke, {}, { from: '/packages' })).status).toBe(404)
    }
    expect(await readTables(server)).toEqual(before)
    expect((await push(server, secret, { id, version: '2.0.0' })).status).toBe(201)
  })

  test('lesson: asking for a new password tells neither who exists nor who is privileged', async () => {
    const [user, locked, gone] = [await newUser(), await newUser(), await newUser()]
    const organization = await newOrganization({ administrator: user })
    await lockAccount(server.deps, locked.name, operator)
    await deleteAccount(server.deps, gone.name, { orphans: 'keep' }, operator)
    const asked = [user.name, user.email, root.name, root.email, organization.name, organization.email]
    const others = [locked.name, gone.name, gone.email, 'nobody-here', 'nobody@contoso.example', 'no one !']
    const times: number[] = []
    const ask = async (identifier: string) => {
      const visitor = openVisitor(server)
      const token = findField((await visitor.get('/account/ForgotPassword')).html, 'form_token') ?? ''
      const began = performance.now()
      const answer = await visitor.post('/account/ForgotPassword', { identifier, form_token: token })
      times.push(performance.now() - began)
      const headers = [...answer.headers.keys()].filter((name) => name !== 'x-request-id').sort()
      const shown = await visitor.get(answer.location ?? '/')
      const text = textOf(shown.html).replace(/[0-9a-f-]{36}/g, '')
      return JSON.stringify([answer.status, answer.location, headers, shown.status, text])
    }
    const answers = await Promise.all([...asked, ...others].map((identifier) => ask(identifier ?? '')))
    expect(new Set(answers).size).toBe(1)
    expect(Math.min(...times)).toBeGreaterThan(245) // the time that writing a mail takes is hidden in it
    const pattern = /\/account\/forgotpassword\/[^/]+\/[0-9a-f]{64}/
    const mails = (await server.mails()).filter(({ text }) => pattern.test(text))
    expect(new Set(mails.map(({ to }) => to[0]))).toEqual(new Set([user.email, root.email, locked.email]))

    const link = pattern.exec(mails[0]?.text ?? '')?.[0] ?? ''
    const visitor = openVisitor(server)
    expect((await visitor.get(link)).status).toBe(200)
    const pages = []
    const wrong = link.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    for (const path of [wrong, '/account/ForgotPassword/nobody/x']) {
      const page = await visitor.get(path)
      pages.push([page.status, textOf(page.html).replace(/[0-9a-f-]{36}/g, '')])
    }
    expect(pages[0]).toEqual(pages[1])
    expect(pages[0]?.[0]).toBe(404)
  })

  test('lesson: an act whose entry in the log cannot be written does not take place', async () => {
    const ann = await newUser()
    const organization = await newOrganization({ administrator: ann })
    const secret = await createKey(server, ann)
    const id = await publish(secret)
    const visitor = await signIn(server, ann)
    const before = await readTables(server)
    await breakLog()
    const seen = [
      (await push(server, secret, { id, version: '2.0.0' })).status,
      (await push(server, secret, { id: `${id}.New`, version: '2.0.0' })).status,
      (await unlist(server, secret, id, '1.0.0')).status,
      (
        await visitor.post(
          `/packages/${id}/manage`,
          { act: 'unlist', versions: '1.0.0', confirmed: '1' },
          { from: '/packages' },
        )
      ).status,
      (await visitor.post(`/packages/${id}/owners/add`, { name: root.name }, { from: '/packages' })).status,
      (await visitor.post('/account/apikeys/1/revoke', {}, { from: '/packages' })).status,
      (await visitor.post(`/organization/${organization.name}/rules`, { maxKeyDays: '30' }, { from: '/packages' }))
        .status,
    ]
    await mendLog()
    expect(seen).toEqual([500, 500, 500, 500, 500, 404, 500])
    expect(await readTables(server)).toEqual(before)
    expect((await push(server, secret, { id, version: '2.0.0' })).status).toBe(201)
  })

  const onSqlite = database === 'sqlite'

  async function breakLog(): Promise<void> {
    const { db } = server.deps
    await db.transaction(async (tx) => {
      if (onSqlite) {
        await sql`create trigger no_log before insert on audit begin select raise(abort, 'no log'); end`.execute(tx)
        return
      }
      await sql`create function no_log() returns trigger as $$ begin raise exception 'no log'; end $$ language plpgsql`.execute(
        tx,
      )
      await sql`create trigger no_log before insert on audit for each row execute function no_log()`.execute(tx)
    })
  }

  async function mendLog(): Promise<void> {
    const { db } = server.deps
    await db.transaction(async (tx) => {
      await (onSqlite ? sql`drop trigger no_log` : sql`drop function no_log() cascade`).execute(tx)
    })
  }

  test('lesson: the name of a deleted account is handed out to nobody, in no letter case and by no way', async () => {
    const [ann, ben] = [await newUser(), await newUser()]
    const secret = await createKey(server, ann)
    const id = await publish(secret)
    expect((await deleteAccount(server.deps, ann.name, { orphans: 'keep' }, operator)).ok).toBe(true)
    const taken = [ann.name, ann.name.toUpperCase()]
    const visitor = await signIn(server, ben)
    const admin = await signIn(server, root)
    const before = await readTables(server)
    for (const [i, name] of taken.entries()) {
      const email = `taker${i}@contoso.example`
      const fields = { name, username: name, email, password }
      const register = await openVisitor(server).post('/users/account/register', fields, {
        from: '/users/account/LogOn',
      })
      expect([register.status, textOf(register.html)]).toEqual([400, expect.stringContaining('is taken')])
      const organization = await visitor.post('/account/organizations/add', fields)
      expect([organization.status, textOf(organization.html)]).toEqual([400, expect.stringContaining('is taken')])
      expect((await admin.post('/admin/users', fields)).status).toBe(400)
      const renamed = await admin.post(
        `/admin/users/${ben.name}`,
        { act: 'rename', newName: name },
        { from: '/admin/users' },
      )
      expect(renamed.status).toBe(400)
    }
    expect(await readTables(server)).toEqual(before)
    expect(await statuses(secret, id, '1.1.0')).toEqual([403, 403, 403])
  })

  test('lesson: neither a locked owner nor a locked user of a key publishes, with keys and uploads begun before', async () => {
    const [ann, ben] = [await newUser(), await newUser()]
    const organization = await newOrganization({ administrator: ben, collaborators: [ann] })
    const [own, forOrganization] = [await createKey(server, ann), await createKey(server, ann, { owner: organization })]
    const [ownId, orgId] = [await publish(own), await publish(forOrganization)]
    await lockAccount(server.deps, ann.name, operator)
    expect(await statuses(own, ownId, '2.0.0')).toEqual([403, 403, 403])
    expect(await statuses(forOrganization, orgId, '2.0.0')).toEqual([403, 403, 403])
    await unlockAccount(server.deps, ann.name, operator)

    await lockAccount(server.deps, organization.name, operator)
    expect(await statuses(forOrganization, orgId, '2.0.0')).toEqual([403, 403, 403])
    expect(await statuses(own, ownId, '2.0.0')).toEqual([201, 200, 200])
    await unlockAccount(server.deps, organization.name, operator)

    const before = await readTables(server)
    const body = await buildNupkg({ id: orgId, version: '3.0.0' })
    const upload = await beginUpload(server, forOrganization, body)
    await lockAccount(server.deps, ann.name, operator)
    expect(await upload.finish()).toMatch(/^HTTP\/1\.1 403 The account person\d+ is locked/)
    await unlockAccount(server.deps, ann.name, operator)
    const after = await readTables(server)
    expect({ ...after, accounts: [], audit: [] }).toEqual({ ...before, accounts: [], audit: [] })
  })

  test('lesson: a removed owner of a package with others keeps nothing either', async () => {
    const [ann, ben] = [await newUser(), await newUser()]
    const [annKey, benKey] = [await createKey(server, ann), await createKey(server, ben)]
    const id = await publish(annKey)
    const deps = { ...server.deps, search: null }
    const wanted = { id, name: ben.name, message: null, handOverFrom: null }
    expect((await addOwner(deps, asOperator, wanted, operator)).ok).toBe(true)
    expect(await statuses(benKey, id, '1.1.0')).toEqual([201, 200, 200])
    expect((await removeOwner(deps, asOperator, { id, name: ben.name }, operator)).ok).toBe(true)
    expect(await statuses(benKey, id, '1.2.0')).toEqual([403, 403, 403])
    expect(await statuses(annKey, id, '1.2.0')).toEqual([201, 200, 200])
  })
})
