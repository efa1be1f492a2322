import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { countTry, findTries } from '../src/accounts/count-try.ts'
import { codeOf, setUpAuthenticator } from './authenticator.ts'
import { canRunOn } from './databases.ts'
import { createUser, password } from './people.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor, signIn, type Visitor } from './session.ts'

const minute = 60_000
const home = '198.51.100.1'
const elsewhere = '198.51.100.2'

describe.each(['sqlite', 'postgres'] as const)('guesses of strangers on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startTestServer({ database, settings: { LODE_TRUSTED_PROXIES: '127.0.0.0/8' } })
    })
    afterAll(() => server.close())

    let people = 0
    const makeUser = () => createUser(server, { name: `person${++people}`, password })

    async function typePassword(visitor: Visitor, name: string, address: string, typed = password) {
      const fields = { identifier: name, password: typed, returnUrl: '/account' }
      const options = { from: '/users/account/LogOn', headers: { 'X-Forwarded-For': address } }
      const page = await visitor.post('/users/account/SignIn', fields, options)
      return page.location ?? Number(page.headers.get('Retry-After') ?? page.status)
    }

    async function typeCode(visitor: Visitor, code: string, address: string) {
      const fields = { code, returnUrl: '/account' }
      const options = { from: '/users/account/SecondStep', headers: { 'X-Forwarded-For': address } }
      const page = await visitor.post('/users/account/SecondStep', fields, options)
      return page.location ?? Number(page.headers.get('Retry-After') ?? page.status)
    }

    /** A browser in which this user signed in once, and out again. */
    async function knownBrowser(user: Account, address = home): Promise<Visitor> {
      const visitor = openVisitor(server)
      expect(await typePassword(visitor, user.name, address)).toBe('/account')
      visitor.cookies.delete('lode_session')
      return visitor
    }

    /** Two wrong tries from each of 50 addresses, without the slow hash of passwords. */
    async function attack(user: Account, name: 'account' | 'code'): Promise<void> {
      for (let i = 0; i < 100; i++) {
        const from = { address: `192.0.2.${i % 50}` }
        const tries = await findTries(server.deps, { name: `${name}:${user.id}`, accountId: user.id }, from)
        expect((await countTry(server.deps, tries)).ok).toBe(true)
      }
    }

    test('an attack from 50 addresses does not keep the owner out of their own browser, wherever it is, nor of a known address', async () => {
      const user = await makeUser()
      const [owner, other] = [await knownBrowser(user), await knownBrowser(user)]
      await attack(user, 'account')
      expect(await typePassword(openVisitor(server), user.name, '192.0.2.200')).toBe(60)
      expect(await typePassword(openVisitor(server), user.name, '192.0.2.7', 'wrong')).toBe(60)
      expect(await typePassword(owner, user.name, elsewhere)).toBe('/account')
      expect(await typePassword(other, user.name, home, 'wrong')).toBe(400)
      expect(await typePassword(openVisitor(server), user.name, home)).toBe('/account')
      // Their right password ends nobody else's waiting.
      expect(await typePassword(openVisitor(server), user.name, '192.0.2.200')).toBe(60)
      server.clock.advance(minute)
      expect(await typePassword(openVisitor(server), user.name, '192.0.2.200')).toBe('/account')
    })

    test('an attack on the codes does not keep the owner out either', async () => {
      const user = await makeUser()
      const owner = await knownBrowser(user)
      const { secret } = await setUpAuthenticator(server, await signIn(server, user))
      expect(await typePassword(owner, user.name, elsewhere)).toMatch(/SecondStep/)
      expect(await typeCode(owner, codeOf(server, secret), elsewhere)).toBe('/account')
      server.clock.advance(30_000)
      await attack(user, 'code')
      const stranger = openVisitor(server)
      expect(await typePassword(stranger, user.name, '192.0.2.200')).toMatch(/SecondStep/)
      expect(await typeCode(stranger, codeOf(server, secret), '192.0.2.200')).toBe(60)
      owner.cookies.delete('lode_session')
      expect(await typePassword(owner, user.name, '203.0.113.77')).toMatch(/SecondStep/)
      expect(await typeCode(owner, codeOf(server, secret), '203.0.113.77')).toBe('/account')
    })

    test('an attack does not keep who is signed in from proving who they are', async () => {
      const user = await makeUser()
      const visitor = await signIn(server, user)
      visitor.cookies.delete('lode_device')
      const { secret } = await setUpAuthenticator(server, visitor)
      await attack(user, 'account')
      await attack(user, 'code')
      const headers = { 'X-Forwarded-For': '192.0.2.7' }
      for (const proof of [
        ['password', password],
        ['code', codeOf(server, secret)],
      ]) {
        const fields = { [proof[0] ?? '']: proof[1] ?? '', returnUrl: '/account' }
        expect((await visitor.post('/account/ConfirmIdentity', fields, { headers })).location).toBe('/account')
      }
      // Being signed in as somebody else gives no tries of their own for this account.
      const mallory = await signIn(server, await makeUser())
      const fields = { identifier: user.name, password }
      const page = await mallory.post('/users/account/SignIn', fields, { from: '/account', headers })
      expect([page.status, page.headers.get('Retry-After')]).toEqual([429, '60'])
    })

    test('a stolen device cookie is no free pass for guessing: a minute after ten tries, a stranger after twenty', async () => {
      const user = await makeUser()
      const owner = await knownBrowser(user)
      const thief = openVisitor(server)
      thief.cookies.set('lode_device', owner.cookies.get('lode_device') ?? '')
      const guess = () => typePassword(thief, user.name, '192.0.2.1', 'wrong')
      for (let i = 0; i < 10; i++) expect(await guess()).toBe(400)
      expect(await guess()).toBe(60)
      for (let i = 10; i < 20; i++) {
        server.clock.advance(minute)
        expect(await guess()).toBe(400)
      }
      await attack(user, 'account')
      expect(await guess()).toBe(60)
      expect(await typePassword(thief, user.name, '192.0.2.1')).toBe(60)
    })

    test('a device is known for its own account only, and by a new token after each sign-in', async () => {
      const [ann, ben] = [await makeUser(), await makeUser()]
      const browser = await knownBrowser(ann)
      const first = browser.cookies.get('lode_device') ?? ''
      await attack(ben, 'account')
      expect(await typePassword(browser, ben.name, '192.0.2.200')).toBe(60)
      expect(await typePassword(browser, ann.name, '192.0.2.200')).toBe('/account')
      expect(browser.cookies.get('lode_device')).not.toBe(first)
      const rows = await server.deps.db.read.selectFrom('known_devices').selectAll().execute()
      expect(JSON.stringify(rows)).not.toContain(first)

      const planted = openVisitor(server)
      planted.cookies.set('lode_device', first)
      await attack(ann, 'account')
      expect(await typePassword(planted, ann.name, '192.0.2.201')).toBe(60)
    })

    test('a new password by the mailed link lets its browser in while the attack goes on, and forgets the others', async () => {
      const user = await makeUser()
      const old = await knownBrowser(user)
      await openVisitor(server).post('/account/ForgotPassword', { identifier: user.name })
      const link = /\/account\/forgotpassword\/\S+?\/[0-9a-f]{64}/.exec((await server.mails()).at(-1)?.text ?? '')?.[0]
      const visitor = openVisitor(server)
      const next = 'another gravel teapot'
      const headers = { 'X-Forwarded-For': '203.0.113.5' }
      const set = await visitor.post(link ?? '', { password: next }, { headers })
      expect(set.location).toBe('/account/PasswordChanged')
      expect(set.headers.getSetCookie().join()).toMatch(
        /lode_device=[0-9a-f]{64}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax/,
      )
      await attack(user, 'account')
      expect(await typePassword(old, user.name, '192.0.2.200', next)).toBe(60)
      expect(await typePassword(visitor, user.name, '203.0.113.6', next)).toBe('/account')
    })
  })
})
