import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createUser } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor, signIn, textOf } from './session.ts'

const list = '/account/apikeys'
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
