import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lockAccount } from '../src/accounts/lock-account.ts'
import { findAccountByName } from '../src/accounts/store.ts'
import { resetTwoFactor } from '../src/accounts/two-factor.ts'
import { codeOf, setUpAuthenticator, typeCode, typePassword } from './authenticator.ts'
import { canRunOn } from './databases.ts'
import { createUser, password } from './people.ts'
import { startTestServer, type TestServer } from './server.ts'
import { findField, openVisitor, signIn, textOf } from './session.ts'

const minute = 60_000
const operator = { account: null, through: 'command-line', address: null } as const

describe.each(['sqlite', 'postgres'] as const)('two-factor sign-in on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startTestServer({ database, settings: { LODE_TRUSTED_PROXIES: '127.0.0.0/8' } })
    })
    afterAll(() => server.close())

    let people = 0
    async function withTwoFactor(name = `person${++people}`) {
      const user = await createUser(server, { name, password })
      const visitor = await signIn(server, user)
      return { user, visitor, ...(await setUpAuthenticator(server, visitor)) }
    }

    /** A browser that typed the right password and is asked for the second factor. */
    async function inSecondStep(name: string) {
      const visitor = openVisitor(server)
      expect((await typePassword(visitor, name)).location).toMatch(/^\/users\/account\/SecondStep/)
      return visitor
    }

    async function auditOf(accountId: number): Promise<string[]> {
      const rows = await server.deps.db.read
        .selectFrom('audit')
        .select('action')
        .where('account_id', '=', accountId)
        .orderBy('id')
        .execute()
      return rows.map(({ action }) => action)
    }

    const mailsTo = async (email: string | null) =>
      (await server.mails())
        .filter(({ to }) => email !== null && to.includes(email))
        .map(({ subject }) => subject.replace('[Lode] ', ''))

    const isSignedIn = async (visitor: ReturnType<typeof openVisitor>) => (await visitor.get('/account')).status === 200

    test('switching it on takes the password and a code, shows ten recovery codes once, and ends other sessions', async () => {
      const user = await createUser(server, { name: 'ann', password })
      const [visitor, other] = [await signIn(server, user), await signIn(server, user)]
      const from = '/account/TwoFactor'
      const wrong = await visitor.post('/account/TwoFactor/SetUp', { currentPassword: 'wrong' }, { from })
      expect([wrong.status, textOf(wrong.html)]).toEqual([400, expect.stringContaining('not your current password')])
      await visitor.post('/account/TwoFactor/SetUp', { currentPassword: password }, { from })
      const wrongCode = await visitor.post('/account/TwoFactor/Confirm', { code: '000000' }, { from })
      expect([wrongCode.status, textOf(wrongCode.html)]).toEqual([400, expect.stringContaining('code is not right')])
      expect((await findAccountByName(server.deps.db.read, 'ann'))?.twoFactorSince).toBeNull()

      const before = visitor.cookies.get('lode_session')
      const { recoveryCodes } = await setUpAuthenticator(server, visitor)
      expect(new Set(recoveryCodes).size).toBe(10)
      expect((await findAccountByName(server.deps.db.read, 'ann'))?.twoFactorSince).not.toBeNull()
      expect([await isSignedIn(visitor), await isSignedIn(other)]).toEqual([true, false])
      expect(visitor.cookies.get('lode_session')).not.toBe(before)
      expect(await auditOf(user.id)).toEqual(['Register', 'AddCredential', 'EnabledMultiFactor'])
      expect(await mailsTo(user.email)).toEqual(['Two-factor sign-in was switched on'])

      const page = await visitor.get('/account/TwoFactor')
      expect(textOf(page.html)).toContain('10 codes are left')
      for (const code of recoveryCodes) expect(page.html).not.toContain(code)
      const rows = await server.deps.db.read.selectFrom('recovery_codes').selectAll().execute()
      for (const code of recoveryCodes) expect(JSON.stringify(rows)).not.toContain(code)
    })

    test('the password alone makes no session; the code makes one, and leads back to the page', async () => {
      const { user, secret } = await withTwoFactor()
      const visitor = openVisitor(server)
      const first = await typePassword(visitor, user.name, '/packages?q=a')
      expect(first.location).toBe('/users/account/SecondStep?returnUrl=%2Fpackages%3Fq%3Da')
      expect([visitor.cookies.has('lode_session'), await isSignedIn(visitor)]).toEqual([false, false])
      const second = await visitor.get(first.location ?? '')
      expect(findField(second.html, 'returnUrl')).toBe('/packages?q=a')
      const done = await typeCode(visitor, codeOf(server, secret), '/packages?q=a')
      expect([done.status, done.location, await isSignedIn(visitor)]).toEqual([303, '/packages?q=a', true])
      expect(visitor.cookies.has('lode_second_step')).toBe(false)
      const row = await server.deps.db.read
        .selectFrom('sessions')
        .select('two_factor')
        .where('account_id', '=', user.id)
        .orderBy('id', 'desc')
        .executeTakeFirstOrThrow()
      expect(row.two_factor).toBe(1)
    })

    test('a wrong password is answered as for anybody, whether there is a second factor or not', async () => {
      const { user } = await withTwoFactor()
      const answers = []
      for (const identifier of [user.name, 'nobody-here']) {
        const fields = { identifier, password: 'wrong', returnUrl: '/' }
        const page = await openVisitor(server).post('/users/account/SignIn', fields, { from: '/users/account/LogOn' })
        answers.push([page.status, textOf(page.html).replaceAll(identifier, '')])
      }
      expect(answers[0]).toEqual(answers[1])
    })

    test('lesson: a code works once: not in a second sign-in, and not for two requests at the same moment', async () => {
      const { user, secret } = await withTwoFactor()
      const code = codeOf(server, secret)
      const visitors = [await inSecondStep(user.name), await inSecondStep(user.name), await inSecondStep(user.name)]
      const tokens = await Promise.all(
        visitors.map(async (visitor) => findField((await visitor.get('/users/account/SecondStep')).html, 'form_token')),
      )
      const answers = await Promise.all(
        visitors.map((visitor, i) => visitor.post('/users/account/SecondStep', { code, form_token: tokens[i] ?? '' })),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 400, 400])
      const replayed = await typeCode(await inSecondStep(user.name), code)
      expect([replayed.status, textOf(replayed.html)]).toEqual([400, expect.stringContaining('was used already')])
      const older = await typeCode(await inSecondStep(user.name), codeOf(server, secret, -1))
      expect([older.status, textOf(older.html)]).toEqual([400, expect.stringContaining('was used already')])
      server.clock.advance(30_000)
      expect((await typeCode(await inSecondStep(user.name), codeOf(server, secret))).status).toBe(303)
    })

    test('a recovery code works once, in any case and without its hyphens; new ones end the old', async () => {
      const { user, visitor: owner, recoveryCodes } = await withTwoFactor()
      const [first = '', second = '', third = ''] = recoveryCodes
      expect((await typeCode(await inSecondStep(user.name), first)).status).toBe(303)
      expect((await typeCode(await inSecondStep(user.name), first)).status).toBe(400)
      const visitors = [await inSecondStep(user.name), await inSecondStep(user.name)]
      const answers = await Promise.all(
        visitors.map((visitor) => typeCode(visitor, second.toUpperCase().replaceAll('-', ' '))),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 400])

      const page = await owner.get('/account/TwoFactor')
      expect(textOf(page.html)).toContain('8 codes are left')
      const once = findField(page.html, 'once') ?? ''
      const renewed = await owner.post('/account/TwoFactor/RecoveryCodes', { once }, { from: '/account/TwoFactor' })
      const fresh = renewed.html.match(/(?<=<li>)[a-z2-9]{4}(-[a-z2-9]{4}){3}(?=<)/g) ?? []
      expect([fresh.length, renewed.headers.get('Cache-Control')]).toEqual([10, 'no-store'])
      const again = await owner.post('/account/TwoFactor/RecoveryCodes', { once }, { from: '/account/TwoFactor' })
      expect([again.status, again.location]).toEqual([303, '/account/TwoFactor'])
      expect((await typeCode(await inSecondStep(user.name), third)).status).toBe(400)
      expect((await typeCode(await inSecondStep(user.name), fresh[0] ?? '')).status).toBe(303)
    })

    test('the second step ends: after ten minutes, after five codes, once it was used, and with the password', async () => {
      const { user, secret } = await withTwoFactor()
      const slow = await inSecondStep(user.name)
      server.clock.advance(10 * minute)
      expect((await typeCode(slow, codeOf(server, secret))).location).toMatch(/LogOn/)

      const guessing = await inSecondStep(user.name)
      for (let i = 0; i < 5; i++) expect((await typeCode(guessing, '000000')).status).toBe(400)
      expect((await typeCode(guessing, codeOf(server, secret))).location).toMatch(/LogOn/)
      expect(await isSignedIn(guessing)).toBe(false)

      const used = await inSecondStep(user.name)
      const step = used.cookies.get('lode_second_step') ?? ''
      expect((await typeCode(used, codeOf(server, secret))).location).toBe('/account')
      server.clock.advance(minute)
      const thief = openVisitor(server)
      thief.cookies.set('lode_second_step', step)
      const form_token = findField((await thief.get('/users/account/LogOn')).html, 'form_token') ?? ''
      const stolen = await thief.post('/users/account/SecondStep', { code: codeOf(server, secret), form_token })
      expect([stolen.location, await isSignedIn(thief)]).toEqual(['/users/account/LogOn', false])

      const waiting = await inSecondStep(user.name)
      const change = { currentPassword: password, password: 'another gravel teapot' }
      await used.post('/account/ChangePassword', change, { from: '/account' })
      expect((await waiting.get('/users/account/SecondStep')).location).toMatch(/LogOn/)
    })

    test('wrong codes wait like wrong passwords, which a right password does not clear; the victim elsewhere is not hit', async () => {
      const { user, secret, recoveryCodes } = await withTwoFactor()
      const tryOnce = async (code: string) => typeCode(await inSecondStep(user.name), code)
      for (let i = 0; i < 10; i++) expect((await tryOnce('000000')).status).toBe(400)
      const locked = await tryOnce(codeOf(server, secret))
      expect([locked.status, locked.headers.get('Retry-After')]).toEqual([429, '60'])
      expect(textOf(locked.html)).toContain('Too many wrong codes')
      expect((await tryOnce(recoveryCodes[0] ?? '')).status).toBe(429)
      expect((await mailsTo(user.email)).filter((subject) => subject.includes('tries to sign in'))).toHaveLength(1)
      expect((await auditOf(user.id)).filter((action) => action === 'FailedLoginInvalidSecondFactor').length).toBe(12)

      const elsewhere = await inSecondStep(user.name)
      const fields = { code: codeOf(server, secret), returnUrl: '/account' }
      const headers = { 'X-Forwarded-For': '198.51.100.9' }
      expect((await elsewhere.post('/users/account/SecondStep', fields, { headers })).location).toBe('/account')
      server.clock.advance(minute)
      expect((await tryOnce(codeOf(server, secret))).location).toBe('/account')
    })

    test('switching it off takes the password and a code, and a locked account keeps it', async () => {
      const { user, visitor, secret } = await withTwoFactor()
      const from = '/account/TwoFactor'
      const off = (currentPassword: string, code: string) =>
        visitor.post('/account/TwoFactor/Off', { currentPassword, code }, { from })
      expect((await off('wrong', codeOf(server, secret))).status).toBe(400)
      expect((await off(password, '000000')).status).toBe(400)
      await lockAccount(server.deps, user.name, operator)
      const locked = await off(password, codeOf(server, secret))
      expect([locked.status, textOf(locked.html)]).toEqual([400, expect.stringContaining('is locked')])
      await server.deps.db.transaction((tx) =>
        tx.updateTable('accounts').set({ locked_at: null }).where('id', '=', user.id).execute(),
      )
      expect((await off(password, codeOf(server, secret))).location).toBe(from)
      expect(await auditOf(user.id)).toContain('DisabledMultiFactor')
      expect((await mailsTo(user.email)).at(-1)).toBe('Two-factor sign-in was switched off')
      expect((await typePassword(openVisitor(server), user.name)).location).toBe('/account')
    })

    test('an operator resets it: every browser is signed out, the password alone is enough again, and the user is told', async () => {
      const { user, visitor } = await withTwoFactor()
      const waiting = await inSecondStep(user.name)
      const reset = await resetTwoFactor(server.deps, user.name, operator)
      expect(reset).toMatchObject({ ok: true, value: { twoFactorSince: null } })
      expect(await isSignedIn(visitor)).toBe(false)
      expect((await waiting.get('/users/account/SecondStep')).location).toMatch(/LogOn/)
      expect((await auditOf(user.id)).at(-1)).toBe('DisabledMultiFactor')
      expect((await mailsTo(user.email)).at(-1)).toBe('Two-factor sign-in was reset')
      expect((await typePassword(openVisitor(server), user.name)).location).toBe('/account')
      expect(await resetTwoFactor(server.deps, 'nobody', operator)).toMatchObject({
        error: { code: 'account-unknown' },
      })
    })

    test('a new password by a mailed link does not skip the second factor, and its page tells nothing', async () => {
      const { user, secret } = await withTwoFactor()
      const admin = await createUser(server, { admin: true, password })
      const ask = async (identifier: string) => {
        const page = await openVisitor(server).post('/account/ForgotPassword', { identifier })
        return [page.status, page.location, page.html]
      }
      expect(await ask(user.name)).toEqual(await ask('nobody-at-all'))
      expect(await ask(admin.name)).toEqual(await ask('nobody-at-all'))

      const visitor = openVisitor(server)
      const mail = (await server.mails()).findLast(({ to }) => to.includes(user.email ?? ''))
      const link = new URL(/http:\S+\/account\/forgotpassword\/[^\s>]+/.exec(mail?.text ?? '')?.[0] ?? '').pathname
      const set = await visitor.post(link, { password: 'another gravel teapot' })
      expect([set.location, visitor.cookies.has('lode_session')]).toEqual(['/account/PasswordChanged', false])
      const fields = { identifier: user.name, password: 'another gravel teapot', returnUrl: '/account' }
      const first = await visitor.post('/users/account/SignIn', fields, { from: '/users/account/LogOn' })
      expect([first.location, await isSignedIn(visitor)]).toEqual([expect.stringMatching(/SecondStep/), false])
      expect((await typeCode(visitor, codeOf(server, secret))).location).toBe('/account')
    })

    test('a session that was planted before signing in is not taken over', async () => {
      const { user, secret } = await withTwoFactor()
      const planted = 'ab'.repeat(32)
      const victim = openVisitor(server)
      victim.cookies.set('lode_session', planted)
      await typePassword(victim, user.name)
      await typeCode(victim, codeOf(server, secret))
      expect(victim.cookies.get('lode_session')).not.toBe(planted)
      const attacker = openVisitor(server)
      attacker.cookies.set('lode_session', planted)
      expect([await isSignedIn(victim), await isSignedIn(attacker)]).toEqual([true, false])
    })

    test.each(['//evil.example', 'https://evil.example/', '/\\evil.example', '/..//evil.example', '/\t/evil.example'])(
      'the return address %j leads nowhere else, in both steps and after confirming',
      async (evil) => {
        const { user, secret } = await withTwoFactor()
        const visitor = openVisitor(server)
        expect((await typePassword(visitor, user.name, evil)).location).toBe('/users/account/SecondStep')
        expect((await typeCode(visitor, codeOf(server, secret), evil)).location).toBe('/')
        const confirmed = await visitor.post('/account/ConfirmIdentity', { password, returnUrl: evil })
        expect(confirmed.location).toBe('/account')
      },
    )

    test('after 15 minutes dangerous acts ask again who sits there, and go on where they were', async () => {
      const { visitor, secret } = await withTwoFactor()
      server.clock.advance(15 * minute)
      const asked = '/account/ConfirmIdentity?returnUrl=%2Faccount%2FTwoFactor'
      expect((await visitor.get('/account/TwoFactor')).html).toContain(asked)
      const refused = await visitor.post('/account/TwoFactor/RecoveryCodes', { once: 'x' }, { from: '/account' })
      expect([refused.status, textOf(refused.html)]).toEqual([403, expect.stringContaining('Confirm that it is you')])
      const wrong = await visitor.post('/account/ConfirmIdentity', {
        password: 'wrong',
        returnUrl: '/account/TwoFactor',
      })
      expect(wrong.status).toBe(400)
      const code = codeOf(server, secret)
      const right = await visitor.post('/account/ConfirmIdentity', { code, returnUrl: '/account/TwoFactor' })
      expect([right.status, right.location]).toEqual([303, '/account/TwoFactor'])
      expect((await visitor.get('/account/TwoFactor')).html).not.toContain('ConfirmIdentity')
      const replayed = await visitor.post('/account/ConfirmIdentity', { code, returnUrl: '/' })
      expect(replayed.status).toBe(400)
    })
  })
})
