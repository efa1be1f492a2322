import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reservePrefix } from '../src/prefixes/change-prefix.ts'
import { createKey, createOrganization, createUser } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor, signIn, textOf } from './session.ts'

const list = '/account/apikeys'
const operator = { account: null, through: 'command-line', address: null } as const
const secretIn = /lode_[a-z2-9]{46}/

/** The API Keys page over HTTP: who finds what there, and where a secret does not go. */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** The create form, filled in. `once` differs in each form that the page shows. */
function form(owner: string, once: string) {
  return { name: 'ci', lifetime: '90', owner, push: 'on', pushkind: 'push', globs: '*', once: once.repeat(64) }
}

test('the answer with the secret is not kept, and the same form again leads to the list without a second key', async () => {
  const user = await createUser(server)
  const visitor = await signIn(server, user)
  expect((await visitor.get(list)).headers.get('Cache-Control')).toBe('no-store')

  const created = await visitor.post(list, form(user.name, 'a'))
  expect(created).toMatchObject({ status: 200, html: expect.stringMatching(secretIn) })
  expect(created.headers.get('Cache-Control')).toBe('no-store')
  expect(created.headers.getSetCookie().join()).not.toMatch(secretIn)

  expect(await visitor.post(list, form(user.name, 'a'))).toMatchObject({ status: 303, location: list })
  const again = await visitor.get(list)
  expect(textOf(again.html)).toContain('That form was sent before')
  expect(again.html.match(/class="key-card"/g)).toHaveLength(1)
  expect(again.html).not.toMatch(secretIn)
})

test('no file of the instance holds a secret, log and mails included', async () => {
  const user = await createUser(server)
  const visitor = await signIn(server, user)
  const secret = secretIn.exec((await visitor.post(list, form(user.name, 'b'))).html)?.[0] ?? ''
  expect(await push(server, secret, { id: 'Dumped' })).toMatchObject({ status: 201 })
  await server.runJobs()
  const files = await readdir(server.deps.config.dataFolder, { recursive: true, withFileTypes: true })
  const hits: string[] = []
  for (const file of files.filter((entry) => entry.isFile())) {
    const bytes = await readFile(join(file.parentPath, file.name))
    if (bytes.includes(secret.slice(13))) hits.push(file.name)
  }
  expect(files.length).toBeGreaterThan(2)
  expect(hits).toEqual([])
})

test('who is not signed in is sent to sign in and back, also by a form', async () => {
  const stranger = openVisitor(server)
  const signInPage = `/users/account/LogOn?returnUrl=${encodeURIComponent(list)}`
  expect(await stranger.get(list)).toMatchObject({ status: 303, location: signInPage })
  expect(await stranger.post(list, form('ann', 'c'), { from: '/' })).toMatchObject({ status: 303 })
})

test('an unconfirmed user finds no form, only the way to confirm, and cannot post one', async () => {
  const user = await createUser(server)
  await server.deps.db.transaction((tx) =>
    tx.updateTable('accounts').set({ email: null, lower_email: null }).where('id', '=', user.id).execute(),
  )
  const visitor = await signIn(server, user)
  const page = await visitor.get(list)
  expect(page.html).toContain('/account/ConfirmationRequired?returnUrl=/account/apikeys')
  expect(page.html).not.toContain('name="globs"')
  const posted = await visitor.post(list, form(user.name, 'd'), { from: '/' })
  expect(posted.status).toBe(400)
  expect(posted.html).not.toMatch(secretIn)
})

test('a form without its one-time token makes no key', async () => {
  const user = await createUser(server)
  const visitor = await signIn(server, user)
  for (const once of ['', 'x', 'e'.repeat(63)]) {
    expect(await visitor.post(list, { ...form(user.name, 'e'), once })).toMatchObject({ status: 303, location: list })
  }
  expect((await visitor.get(list)).html).not.toContain('class="key-card"')
})

test('the packages to tick are those of the chosen owner, and a pattern below a prefix of others is warned about', async () => {
  const [ann, eve] = [await createUser(server, { name: 'tick-ann' }), await createUser(server, { name: 'tick-eve' })]
  const org = await createOrganization(server, { name: 'tick-org', administrator: ann })
  await push(server, await createKey(server, ann), { id: 'Tick.Own' })
  await push(server, await createKey(server, ann, { owner: org }), { id: 'Tick.Org' })
  for (const [pattern, owner] of [
    ['Tick.Theirs.*', eve],
    ['Tack.*', eve],
    ['Tack.Ours.*', ann],
  ] as const) {
    const reservation = { pattern, ownerNames: [owner.name], isShared: false }
    expect((await reservePrefix({ ...server.deps, search: null }, reservation, operator)).ok).toBe(true)
  }
  const visitor = await signIn(server, ann)
  const preview = async (changes: Record<string, string>) => {
    const page = await visitor.post(list, { ...form(ann.name, 'd'), preview: '1', ...changes }, { from: list })
    const ticks = page.html.match(/<input type="checkbox"[^>]*name="package"[^>]*>/g) ?? []
    return {
      ids: ticks.map((tick) => /value="([^"]*)"/.exec(tick)?.[1]),
      ticked: ticks.filter((tick) => /\bchecked\b/.test(tick)).length,
      reserved: /Reserved for other accounts: ([^<]*?)\. This key/.exec(page.html)?.[1] ?? null,
    }
  }
  expect(await preview({ package: 'Tick.Own' })).toEqual({ ids: ['Tick.Own'], ticked: 1, reserved: null })
  expect(await preview({ owner: org.name, package: 'Tick.Own' })).toEqual({
    ids: ['Tick.Org'],
    ticked: 0,
    reserved: null,
  })
  const refused = await visitor.post(list, { ...form(org.name, 'e'), package: 'Tick.Own' }, { from: list })
  expect([refused.status, textOf(refused.html)]).toEqual([400, expect.stringContaining('Tick.Own')])

  for (const [globs, reserved] of [
    ['Tick.*', 'Tick.Theirs.*'],
    ['tick-theirs.deep.*', 'Tick.Theirs.*'],
    ['Tick.Theirs.One', 'Tick.Theirs.*'],
    ['T*', 'Tack.* and Tick.Theirs.*'],
    ['Tack.Ours.*', ''],
    ['Tick.Own.*', ''],
    ['*', ''],
  ] as const) {
    expect([globs, (await preview({ globs })).reserved ?? '']).toEqual([globs, reserved])
  }
  expect((await preview({ globs: 'Tick.*', pushkind: 'push-version' })).reserved).toBeNull()
  expect((await preview({ globs: 'Tick.*', owner: org.name })).reserved).toBe('Tick.Theirs.*')
})
