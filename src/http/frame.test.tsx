import { beforeAll, describe, expect, test } from 'vitest'
import { openTestDatabase } from '../../test/databases.ts'
import { findAccountById } from '../accounts/store.ts'
import { flash } from './flash.ts'
import { Page, renderPage } from './layout.tsx'
import { requireAdmin, requireConfirmed, requireUser } from './require-user.ts'
import { makeTestBrowser, makeTestSite, signInSomebody, type TestSite } from './test-pages.tsx'

const hour = 3_600_000
let site: TestSite
let secureSite: TestSite

beforeAll(async () => {
  const db = await openTestDatabase('sqlite')
  site = makeTestSite(db)
  secureSite = makeTestSite(db, { baseUrl: 'https://lode.contoso.com', settings: { LODE_BANNER: 'Read <only>' } })
  for (const { app } of [site, secureSite]) {
    app.get('/page', (c) =>
      renderPage(
        c,
        <Page frame={c.var.frame} title="Page">
          <h1>Page</h1>
        </Page>,
      ),
    )
    app.get('/leave', (c) => {
      flash(c, 'ok', 'Saved <it>.')
      flash(c, 'danger', 'But not that.')
      return c.redirect('/page', 303)
    })
    app.get('/user', requireUser(), (c) => c.text(c.var.user.name))
    app.post('/user', requireUser(), (c) => c.text(c.var.user.name))
    app.get('/confirmed', requireConfirmed(), (c) => c.text(c.var.user.name))
    app.get('/admin', requireAdmin(), (c) => c.text(c.var.user.name))
  }
  return () => db.close()
})

async function openSignedIn(user: Parameters<typeof signInSomebody>[1]) {
  const { account, token } = await signInSomebody(site, user)
  return { account, browser: makeTestBrowser(site, { lode_session: token }) }
}

describe('cookies', () => {
  test('on plain http have no prefix and no Secure, so that a LAN can sign in', async () => {
    const { response } = await makeTestBrowser(site).open('/page')
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^lode_anonymous=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Lax$/),
    ])
  })

  test('on https are Secure and bound to this host', async () => {
    const { response } = await makeTestBrowser(secureSite).open('/page')
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-lode_anonymous=[0-9a-f]{64}; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ])
  })

  test('on https a session cookie without the prefix is not believed', async () => {
    const { token } = await signInSomebody(secureSite, { name: 'planted' })
    const planted = await makeTestBrowser(secureSite, { lode_session: token }).open('/page')
    expect(planted.html).not.toContain('planted')
    const own = await makeTestBrowser(secureSite, { '__Host-lode_session': token }).open('/page')
    expect(own.html).toContain('planted')
  })

  test('of somebody who stays signed in last as long as the session that grows by use', async () => {
    const { browser } = await openSignedIn({ name: 'stays' })
    site.advance(60_000) // seen again within five minutes: nothing is written, nothing is sent
    expect((await browser.open('/page')).response.headers.getSetCookie()).toEqual([])
    site.advance(hour)
    const cookies = (await browser.open('/page')).response.headers.getSetCookie()
    expect(cookies).toEqual([expect.stringMatching(/^lode_session=.*Expires=Thu, 24 Dec 2026 13:01:00 GMT/)])
  })
})

describe('headers of every page', () => {
  test.each([['/page'], ['/nothing']])('%s: nothing inline, nobody frames it, no sniffing', async (path) => {
    const { headers } = (await makeTestBrowser(site).open(path)).response
    const policy = headers.get('Content-Security-Policy') ?? ''
    for (const part of ["default-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"]) {
      expect(policy.split('; ')).toContain(part)
    }
    expect(policy).not.toContain('unsafe')
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Referrer-Policy')).toBe('same-origin')
    expect(headers.get('Vary')).toBe('Accept-Encoding, Cookie, Accept-Language')
    expect(headers.get('Strict-Transport-Security')).toBeNull()
  })

  test('https is kept for a year', async () => {
    const { headers } = (await makeTestBrowser(secureSite).open('/page')).response
    expect(headers.get('Strict-Transport-Security')).toBe('max-age=31536000')
  })

  test('a page for somebody signed in is never stored, on the way back after sign-out neither', async () => {
    const { browser } = await openSignedIn({ name: 'private' })
    expect((await browser.open('/page')).response.headers.get('Cache-Control')).toBe('no-store')
    expect((await browser.open('/nothing')).response.headers.get('Cache-Control')).toBe('no-store')
    const anonymous = await makeTestBrowser(site).open('/page')
    expect(anonymous.response.headers.get('Cache-Control')).toBe('private, no-cache')
  })
})

describe('the frame', () => {
  test('begins with the skip link and has no inline script, style or handler', async () => {
    const { html } = await makeTestBrowser(site).open('/page')
    expect(html).toMatch(/^<!doctype html><html lang="en" data-theme="system">/i)
    expect(/<body><a class="skip-link" href="#content">/.test(html)).toBe(true)
    expect(html).not.toMatch(/ style=| on[a-z]+=|<style|<script(?![^>]* src=)/)
  })

  test('shows the banner on every page, escaped', async () => {
    const { html } = await makeTestBrowser(secureSite).open('/nothing')
    expect(html).toContain('Read &lt;only&gt;')
  })

  test('offers sign-in with the way back, in the letter case of the address', async () => {
    const { html } = await makeTestBrowser(site).open('/packages/Contoso.Core?x=1')
    expect(html).toContain('href="/users/account/LogOn?returnUrl=%2Fpackages%2FContoso.Core%3Fx%3D1"')
    const onSignIn = await makeTestBrowser(site).open('/users/account/LogOn?returnUrl=%2Faccount')
    expect(onSignIn.html).toContain('href="/users/account/LogOn?returnUrl=%2Faccount"')
  })

  test('has the account menu of who is signed in, whole: the style sheet cuts what is long', async () => {
    const { browser } = await openSignedIn({
      name: 'a-name-of-twenty-five-chr',
      email: 'somebody.with.a.long@contoso.com',
    })
    const { html } = await browser.open('/page')
    expect(html).toMatch(/<span class="account-name">a-name-of-twenty-five-chr</)
    expect(html).toMatch(/<span class="quiet">somebody.with.a.long@contoso.com</)
    expect(html).toContain('href="/account/apikeys"')
    expect(html).toMatch(/<form method="post" action="\/users\/account\/LogOff"/)
    expect(html).not.toContain('href="/admin"')
  })

  test('shows administrators the way to the admin pages', async () => {
    const { browser } = await openSignedIn({ name: 'boss', isAdmin: true })
    expect((await browser.open('/page')).html).toContain('href="/admin"')
  })

  test('has a search field except where the page brings its own', async () => {
    const browser = makeTestBrowser(site)
    expect((await browser.open('/page')).html).toContain('role="search"')
    expect((await browser.open('/packages?q=x')).html).not.toContain('role="search"')
    expect((await browser.open('/')).html).not.toContain('role="search"')
  })
})

describe('language and theme', () => {
  test('come from the browser first', async () => {
    const { html } = await makeTestBrowser(site).open('/nothing', { 'Accept-Language': 'zh-TW' })
    expect(html).toContain('<html lang="zh-CN"')
    expect(html).toContain('这里什么都没有')
  })

  test('chosen by a visitor stay in the browser, and lead back to the page', async () => {
    const browser = makeTestBrowser(site)
    await browser.open('/page')
    const answer = await browser.post('/language', { language: 'zh-CN', returnUrl: '/page?x=1' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/page?x=1'])
    await browser.post('/theme', { theme: 'dark', returnUrl: '//evil.example' }).then((response) => {
      expect(response.headers.get('Location')).toBe('/')
    })
    expect((await browser.open('/page')).html).toContain('<html lang="zh-CN" data-theme="dark">')
  })

  test('chosen by somebody signed in are kept on the account for the next browser', async () => {
    const { account, browser } = await openSignedIn({ name: 'reader' })
    await browser.open('/page')
    await browser.post('/language', { language: 'zh-CN', returnUrl: '/page' })
    await browser.post('/theme', { theme: 'light', returnUrl: '/page' })
    expect(await findAccountById(site.deps.db.read, account.id)).toMatchObject({ language: 'zh-CN', theme: 'light' })
    browser.jar.delete('lode_language')
    browser.jar.delete('lode_theme')
    expect((await browser.open('/page')).html).toContain('<html lang="zh-CN" data-theme="light">')
  })

  test('that do not exist change nothing', async () => {
    const browser = makeTestBrowser(site, { lode_language: 'xx', lode_theme: '<b>' })
    await browser.open('/page')
    await browser.post('/language', { language: 'de', returnUrl: '/page' })
    await browser.post('/theme', { theme: 'pink', returnUrl: '/page' })
    expect((await browser.open('/page')).html).toContain('<html lang="en" data-theme="system">')
  })
})

describe('a one-time message', () => {
  test('is shown by the next page, in a live region, and then forgotten', async () => {
    const browser = makeTestBrowser(site)
    await browser.open('/leave')
    await browser.open('/leave') // a redirect does not use it up
    const { html } = await browser.open('/page')
    expect(html).toMatch(/role="status"[^>]*>.*Saved &lt;it&gt;\..*role="alert".*But not that\./)
    expect((await browser.open('/page')).html).not.toContain('Saved')
  })

  test.each([['nonsense'], ['W10'], ['bnVsbA'], ['W3sia2luZCI6Im9rIn1d']])(
    'that nobody can read (%s) is no message',
    async (cookie) => {
      const { response, html } = await makeTestBrowser(site, { lode_flash: cookie }).open('/page')
      expect(response.status).toBe(200)
      expect(html).not.toContain('class="flashes"')
    },
  )
})

describe('pages for some people only', () => {
  test('send strangers to sign-in and back', async () => {
    const browser = makeTestBrowser(site)
    const { response } = await browser.open('/user?Tab=1')
    expect([response.status, response.headers.get('Location')]).toEqual([
      303,
      '/users/account/LogOn?returnUrl=%2Fuser%3FTab%3D1',
    ])
    await browser.open('/page')
    const posted = await browser.post('/user', {}, { Referer: 'http://localhost:5633/page' })
    expect(posted.headers.get('Location')).toBe('/users/account/LogOn?returnUrl=%2Fpage')
  })

  test('send people without a confirmed address to confirm it', async () => {
    const { browser } = await openSignedIn({ name: 'unconfirmed', email: null })
    expect((await browser.open('/user')).html).toBe('unconfirmed')
    const { response } = await browser.open('/confirmed')
    expect(response.headers.get('Location')).toBe('/account/ConfirmationRequired?returnUrl=%2Fconfirmed')
  })

  test('of administrators send strangers to sign in and do not exist for other users', async () => {
    expect((await makeTestBrowser(site).open('/admin')).response.headers.get('location')).toContain('/LogOn?')
    const { browser } = await openSignedIn({ name: 'nobody' })
    expect((await browser.open('/admin')).response.status).toBe(404)
    const { browser: admin } = await openSignedIn({ name: 'root2', isAdmin: true })
    expect((await admin.open('/admin')).html).toBe('root2')
  })
})
