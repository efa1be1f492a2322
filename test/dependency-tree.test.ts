import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { closeBrowserAfterAll, expectNoSeriousAxe, expectNoSidewaysScroll, hasBrowser, newPage } from './browser.ts'
import { canRunOn } from './databases.ts'
import { createKey, createUser } from './people.ts'
import { push, unlist } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor, signIn, textOf, type Visitor } from './session.ts'

/** A package for any framework that needs these, each from 1.0.0 on. */
const needs = (id: string, ...ids: readonly string[]) => ({
  id,
  dependencies: [{ dependencies: ids.map((one) => ({ id: one, version: '1.0.0' })) }],
})

async function publishAll(server: TestServer, secret: string, packages: readonly Parameters<typeof push>[2][]) {
  for (const pkg of packages) expect((await push(server, secret, pkg)).status, pkg.id).toBe(201)
}

describe.each(['sqlite', 'postgres'] as const)('the dependency tree on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    let ann: Account
    let secret: string
    let visitor: Visitor

    beforeAll(async () => {
      server = await startTestServer({ database })
      ann = await createUser(server, { name: 'ann' })
      secret = await createKey(server, ann)
      visitor = openVisitor(server)
    })
    afterAll(() => server.close())

    const publish = (...packages: readonly Parameters<typeof push>[2][]) => publishAll(server, secret, packages)
    const show = async (path: string) => {
      const { status, html } = await visitor.get(`/packages/${path}`)
      return { status, html, text: textOf(html) }
    }

    test('each package has the lowest version in the range, what is not here says so, and cycles end', async () => {
      await publish(
        needs('Tree.Leaf'),
        { id: 'Tree.Leaf', version: '0.9.0' },
        { id: 'Tree.Leaf', version: '2.0.0' },
        needs('Tree.Mid', 'tree.leaf', 'Tree.Root', 'Foreign.Thing'),
        {
          id: 'Tree.Root',
          dependencies: [
            {
              targetFramework: 'net8.0',
              dependencies: [
                { id: 'Tree.Mid', version: '1.0.0' },
                { id: 'Tree.Leaf', version: '[9.0.0]' },
              ],
            },
            { targetFramework: 'net472', dependencies: [{ id: 'Tree.Leaf', version: '2.0.0' }] },
          ],
        },
      )
      const details = await show('Tree.Root')
      expect(details.html).toContain('href="/packages/Tree.Root/1.0.0/dependencies"')
      const modern = await show('tree.root/1.0.0/dependencies?framework=net9.0')
      expect(modern.text).toMatch(/Tree\.Mid 1\.0\.0 \[1\.0\.0, \) 3 dependencies Tree\.Leaf 1\.0\.0 \[1\.0\.0, \)/)
      expect(modern.text).toMatch(/Tree\.Root 1\.0\.0 \[1\.0\.0, \) needs itself again/)
      expect(modern.text).toMatch(/Foreign\.Thing \[1\.0\.0, \) not in this gallery/)
      expect(modern.text).toMatch(/Tree\.Leaf \[9\.0\.0, 9\.0\.0\] no such version in this gallery/)
      const old = await show('Tree.Root/1.0.0/dependencies?framework=net48')
      expect(old.text).toMatch(/Tree\.Leaf 2\.0\.0 \[2\.0\.0, \)/)
      expect(old.text).not.toContain('Tree.Mid')
      expect((await show('Tree.Leaf/1.0.0/dependencies')).text).toContain('It needs no other package')
      expect((await show('Tree.Root/9.9.9/dependencies')).status).toBe(404)
      expect((await show('Tree.Root/1.0.0/dependencies?framework=<b>')).status).toBe(200)
    })

    test('a deep tree goes on behind links, and one package is opened once', async () => {
      const chain = Array.from({ length: 6 }, (_, i) => needs(`Deep.${i}`, ...(i < 5 ? [`Deep.${i + 1}`] : [])))
      await publish(...chain, needs('Deep.Twice', 'Deep.0', 'Deep.1'))
      const { html, text } = await show('Deep.0/1.0.0/dependencies')
      expect(text).toContain('Deep.3')
      expect(text).not.toContain('Deep.4')
      const more = /class="tree-more" href="([^"]+)"/.exec(html)?.[1] ?? ''
      expect(more).toMatch(/^\/packages\/Deep\.3\/1\.0\.0\/dependencies\?framework=net/)
      expect(textOf((await visitor.get(more)).html)).toContain('Deep.4')
      expect((await show('Deep.Twice/1.0.0/dependencies')).text).toContain('shown elsewhere on this page')
    })

    test('a tree that fans out stays small', async () => {
      const ids = (prefix: string) => Array.from({ length: 120 }, (_, i) => `${prefix}.${i}`)
      await publish(
        ...[1, 2, 3].map((n) => needs(`Fan.${n}`, ...ids(`Leaf${n}`))),
        needs('Fan', 'Fan.1', 'Fan.2', 'Fan.3'),
      )
      const { html } = await show('Fan/1.0.0/dependencies')
      expect(html.match(/<li data-id/g)?.length).toBe(3 + 2 * 120)
      expect(html.match(/class="tree-more"/g)?.length).toBe(1)
    })

    test('what a locked and unlisted version needs is not shown, neither on its own page nor below others', async () => {
      await publish(needs('Hid', 'Hid.Secret'), needs('Hid.User', 'Hid'))
      expect((await show('Hid.User/1.0.0/dependencies')).text).toContain('Hid.Secret')
      expect((await unlist(server, secret, 'Hid', '1.0.0')).status).toBe(200)
      await server.deps.db.transaction((tx) =>
        tx.updateTable('packages').set({ locked_at: 1 }).where('lower_id', '=', 'hid').execute(),
      )
      expect((await show('Hid/1.0.0/dependencies')).status).toBe(404)
      expect((await show('Hid.User/1.0.0/dependencies')).text).not.toContain('Hid.Secret')
      expect((await (await signIn(server, ann)).get('/packages/Hid/1.0.0/dependencies')).html).toContain('Hid.Secret')
    })
  })
})

describe.skipIf(!hasBrowser)('the dependency tree in a browser', () => {
  let server: TestServer

  closeBrowserAfterAll()
  beforeAll(async () => {
    server = await startTestServer()
    const secret = await createKey(server, await createUser(server, { name: 'ann' }))
    const chain = Array.from({ length: 7 }, (_, i) => needs(`Walk.${i}`, ...(i < 6 ? [`Walk.${i + 1}`, 'Walk.0'] : [])))
    await publishAll(server, secret, chain)
  })
  afterAll(() => server.close())

  test('is walked by keyboard: what lies deeper comes into the same page, and not what stands above', async () => {
    const page = await newPage(server)
    await page.goto('/packages/Walk.0')
    await page.getByRole('link', { name: 'Show the dependency tree' }).click()
    const more = page.getByRole('link', { name: '2 dependencies of Walk.3' })
    await more.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Walk.5', exact: true }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/packages/Walk.0/1.0.0/dependencies')
    expect(await page.locator('summary:focus').textContent()).toBe('2 dependencies')
    expect(await page.locator('li[data-id="walk.0"] :is(details, .tree-more)').count()).toBe(0)
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByRole('link', { name: 'Walk.5', exact: true }).isVisible()).toBe(false)
    await expectNoSeriousAxe(page)
  })

  test('without script it folds, and what lies deeper is a link', async () => {
    const page = await newPage(server, { scripts: false })
    await page.goto('/packages/Walk.0/1.0.0/dependencies')
    await page.getByRole('link', { name: '2 dependencies of Walk.3' }).click()
    await page.getByRole('heading', { level: 1, name: 'Dependency tree of Walk.3 1.0.0' }).waitFor()
  })

  test.each([
    ['en', 'light', 1200],
    ['zh-CN', 'dark', 390],
  ] as const)('has no serious fault and fits the window: %s, %s, %d wide', async (language, theme, width) => {
    const page = await newPage(server, { language, theme, viewport: { width, height: 800 } })
    for (const path of ['', '/1.0.0/dependencies']) {
      await page.goto(`/packages/Walk.0${path}`)
      await expectNoSeriousAxe(page)
      await expectNoSidewaysScroll(page)
    }
  })
})
