import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { canRunOn } from './databases.ts'
import { createKey, createUser, password } from './people.ts'
import { push, unlist } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor, signIn, textOf, type Visitor } from './session.ts'

describe.each(['sqlite', 'postgres'] as const)('administration on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    let ann: Account
    let root: Account
    let admin: Visitor

    beforeAll(async () => {
      server = await startTestServer({ database, settings: { LODE_BANNER: 'A <test> gallery' } })
      ann = await createUser(server, { name: 'ann', password })
      root = await createUser(server, { name: 'root', admin: true })
      admin = await signIn(server, root)
    })
    afterAll(() => server.close())

    async function newest(action: string): Promise<Record<string, unknown>> {
      const rows = JSON.parse((await admin.get(`/admin/audit.json?action=${action}`)).html) as Record<string, unknown>[]
      return rows[0] ?? {}
    }

    test('only administrators: strangers sign in first, to others the pages do not exist', async () => {
      const user = await signIn(server, ann)
      for (const path of ['/admin', '/admin/leaked', '/admin/site', '/admin/mails', '/admin/audit']) {
        expect((await admin.get(path)).status).toBe(200)
        expect((await user.get(path)).status).toBe(404)
        expect((await openVisitor(server).get(path)).location).toMatch(/^\/users\/account\/LogOn\?returnUrl=/)
      }
      for (const path of ['/admin/leaked', '/admin/site']) {
        expect((await user.post(path, { act: 'read-only-on', text: 'x' }, { from: '/account' })).status).toBe(404)
      }
    })

    test('gallery 35: an administrator pastes a leaked key, sees that it is live, and revokes it; its owner gets a mail with the place, and it is dead', async () => {
      const live = await createKey(server, ann)
      const unknown = live.replace(/^lode_./, (start) => (start === 'lode_a' ? 'lode_b' : 'lode_a'))
      const place = 'https://example.org/ann/app/blob/main/.env#L3'
      const text = `${live} ${place}\n${live}\n${unknown}\nno key at all`
      const checked = await admin.post('/admin/leaked', { text, act: 'check' })
      expect(textOf(checked.html)).toContain(`${live.slice(0, 13)} live key`)
      expect(checked.html).toContain('Revoke 1 live key')
      expect(checked.headers.get('Cache-Control')).toBe('no-store')
      expect((await push(server, live, { id: 'Leak.A' })).status).toBe(201)

      expect((await admin.post('/admin/leaked', { text, act: 'revoke' })).location).toBe('/admin/leaked')
      const dead = await push(server, live, { id: 'Leak.A', version: '2.0.0' })
      expect(dead.status).toBe(403)
      expect(dead.phrase).toMatch(/^The API key was revoked on/)
      const mail = (await server.mails()).at(-1)
      expect(mail?.to).toEqual(['ann@contoso.example'])
      expect(mail?.subject).toContain('leaked and was revoked')
      expect(mail?.text).toContain(place)
      expect(mail?.text).not.toContain(live)
      const entry = await newest('RevokeCredential')
      expect(entry).toMatchObject({ actor: 'root', account: 'ann', detail: { reason: 'leaked', place } })
      expect(JSON.stringify(entry)).not.toContain(live)
      expect(textOf((await admin.post('/admin/leaked', { text, act: 'check' })).html)).toContain('ended already')
      const nothing = await admin.post('/admin/leaked', { text: 'nothing here', act: 'revoke' })
      expect(nothing.status).toBe(400)
    })

    test('a banner stands on every page in the reader’s language until it is dismissed or removed, in place of LODE_BANNER', async () => {
      const ofSettings = 'A &lt;test&gt; gallery'
      expect((await openVisitor(server).get('/')).html).toContain(ofSettings)
      expect(textOf((await admin.get('/admin/site')).html)).toContain('pages have the one of LODE_BANNER')
      const fields = { en: 'Maintenance on <Sunday>', zh: '周日维护', dismissible: 'yes', act: 'banner' }
      expect((await admin.post('/admin/site', fields)).status).toBe(303)
      const reader = openVisitor(server)
      const shown = (await reader.get('/')).html
      expect(shown).toContain('Maintenance on &lt;Sunday&gt;')
      expect(shown.match(/class="banner/g)).toHaveLength(1)
      expect(shown).toMatch(/<aside aria-label="[^"]+"><div class="banner/) // in a landmark, as all of a page is
      expect(shown).not.toContain(ofSettings)
      expect((await openVisitor(server).get('/', { 'Accept-Language': 'zh' })).html).toContain('周日维护')
      expect((await reader.post('/banner', { returnUrl: '/packages' }, { from: '/' })).location).toBe('/packages')
      expect((await reader.get('/')).html).not.toMatch(/Maintenance|class="banner/)
      await admin.post('/admin/site', { en: 'Monday', act: 'banner' })
      expect((await reader.get('/')).html).toContain('Monday')
      expect((await admin.post('/admin/site', { en: '', act: 'banner' })).status).toBe(400)
      await admin.post('/admin/site', { act: 'remove-banner' })
      const without = (await reader.get('/')).html
      expect(without).not.toContain('Monday')
      expect(without).toContain(ofSettings)
      expect(await newest('ChangeBanner')).toMatchObject({ actor: 'root' })
    })

    test('in read-only mode pages and keys are refused with one sentence and 503; reads and sign-in go on', async () => {
      const key = await createKey(server, ann)
      expect((await push(server, key, { id: 'Still.A' })).status).toBe(201)
      await admin.post('/admin/site', { act: 'read-only-on' })
      const refused = {
        status: 503,
        phrase:
          'This gallery is read-only while its operators work on it. Packages can still be restored. Try again later.',
      }
      expect(await push(server, key, { id: 'Still.A', version: '2.0.0' })).toMatchObject(refused)
      expect(await push(server, null, { id: 'Still.A', version: '2.0.0' })).toMatchObject(refused)
      expect(await unlist(server, key, 'Still.A', '1.0.0')).toMatchObject(refused)
      const user = openVisitor(server)
      expect((await user.post('/users/account/SignIn', { identifier: 'ann', password })).status).toBe(303)
      const changed = await user.post('/account/subscription/change', {}, { from: '/account' })
      expect([changed.status, changed.headers.get('Retry-After')]).toEqual([503, '60'])
      expect(textOf(changed.html)).toContain('read-only while its operators work on it')
      expect((await user.get('/packages/Still.A')).status).toBe(200)
      const index = await fetch(`${server.url}/v3/flat/still.a/index.json`)
      expect(await index.json()).toEqual({ versions: ['1.0.0'] })
      expect((await fetch(`${server.url}/api/v2/package/Still.A/1.0.0`, { redirect: 'manual' })).status).toBe(302)

      await admin.post('/admin/site', { act: 'read-only-off' })
      expect((await push(server, key, { id: 'Still.A', version: '2.0.0' })).status).toBe(201)
      expect(await newest('ChangeReadOnly')).toMatchObject({ actor: 'root', detail: { isReadOnly: false } })
    })
  })
})
