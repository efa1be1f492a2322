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
      expect(modern.text).toMatch(/Tree\.Mid 1\.0\.0 3 dependencies Tree\.Leaf 1\.0\.0/)
      expect(modern.text).toMatch(/Tree\.Root 1\.0\.0 needs itself again/)
      expect(modern.text).toMatch(/Foreign\.Thing ≥ 1\.0\.0 not in this gallery/)
      expect(modern.text).toMatch(/Tree\.Leaf = 9\.0\.0 no such version in this gallery/)
      const old = await show('Tree.Root/1.0.0/dependencies?framework=net48')
      expect(old.text).toMatch(/Tree\.Leaf 2\.0\.0/)
      expect(old.text).not.toContain('Tree.Mid')
      expect(modern.text).toContain('4 packages in all, one of them not in this gallery.')
      expect(old.text).toContain('1 package in all.')
      expect((await show('Tree.Leaf/1.0.0/dependencies')).text).toContain('It needs no other package')
      expect((await show('Tree.Root/9.9.9/dependencies')).status).toBe(404)
      expect((await show('Tree.Root/1.0.0/dependencies?framework=<b>')).status).toBe(200)
    })

    test('a deep tree goes on behind links, and one package is opened once', async () => {
      const chain = Array.from({ length: 11 }, (_, i) => needs(`Deep.${i}`, ...(i < 10 ? [`Deep.${i + 1}`] : [])))
      await publish(...chain, needs('Deep.Twice', 'Deep.5', 'Deep.6'))
      const { html, text } = await show('Deep.0/1.0.0/dependencies')
      expect(text).toContain('Deep.8')
      expect(text).not.toContain('Deep.9')
      expect(text).toContain('More than 8 packages')
      const more = /class="tree-more" href="([^"]+)"/.exec(html)?.[1] ?? ''
      expect(more).toMatch(/^\/packages\/Deep\.8\/1\.0\.0\/dependencies\?framework=net/)
      expect(textOf((await visitor.get(more)).html)).toContain('Deep.9')
      const twice = await show('Deep.Twice/1.0.0/dependencies')
      const [, place] = /href="#([^"]+)">opened elsewhere/.exec(twice.html) ?? []
      expect(twice.html.match(new RegExp(` id="${place}"`, 'g'))).toHaveLength(1)
    })

    test('what is deprecated is marked where somebody depends on it', async () => {
      await publish(needs('Old.Thing'), needs('Old.User', 'Old.Thing'))
      const visitor = await signIn(server, ann)
      await visitor.post('/packages/Old.Thing/Manage', { act: 'deprecate', versions: '1.0.0', reasons: 'isLegacy' })
      expect((await show('Old.User/1.0.0/dependencies')).text).toMatch(/Old\.Thing 1\.0\.0 deprecated/)
    })

    test('another version of a package that is opened already shows what that version needs', async () => {
      await publish(
        { ...needs('Two.Mid', 'Two.Old') },
        { ...needs('Two.Mid', 'Two.New'), version: '2.0.0' },
        {
          id: 'Two.Root',
          dependencies: [
            {
              dependencies: [
                { id: 'Two.Mid', version: '[1.0.0]' },
                { id: 'Two.Other', version: '1.0.0' },
              ],
            },
          ],
        },
        { id: 'Two.Other', dependencies: [{ dependencies: [{ id: 'Two.Mid', version: '[2.0.0]' }] }] },
      )
      const { text } = await show('Two.Root/1.0.0/dependencies')
      expect(text).toMatch(/Two\.Mid 1\.0\.0 = 1\.0\.0 1 dependency Two\.Old/)
      expect(text).toMatch(/Two\.Mid 2\.0\.0 = 2\.0\.0 1 dependency Two\.New/)
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
    const chain = Array.from({ length: 12 }, (_, i) =>
      needs(`Walk.${i}`, ...(i < 11 ? [`Walk.${i + 1}`, 'Walk.0'] : [])),
    )
    const wide = Array.from({ length: 24 }, (_, i) => needs(`Wide.N${i}`, 'Wide.Shared', 'Foreign.Thing'))
    const roots = wide.map(({ id }) => id)
    await publishAll(server, secret, [...chain, ...wide, needs('Wide.Shared', 'Wide.Leaf'), needs('Wide.Leaf')])
    await publishAll(server, secret, [needs('Wide', ...roots)])
  })
  afterAll(() => server.close())

  test('is walked by keyboard: what lies deeper comes into the same page, and not what stands above', async () => {
    const page = await newPage(server)
    await page.goto('/packages/Walk.0')
    await page.getByRole('link', { name: 'Show the dependency tree' }).click()
    await page.getByRole('link', { name: '2 dependencies of Walk.8' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Walk.10', exact: true }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/packages/Walk.0/1.0.0/dependencies')
    expect(await page.locator('summary:focus').getAttribute('aria-label')).toBe('2 dependencies of Walk.8')
    expect(await page.locator('li[data-id="walk.0"] :is(details, .tree-more)').count()).toBe(0)
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByRole('link', { name: 'Walk.10', exact: true }).isVisible()).toBe(false)
    await expectNoSeriousAxe(page)
  })

  test('arrow keys walk it: down and up, into and out of a package', async () => {
    const page = await newPage(server)
    await page.goto('/packages/Wide/1.0.0/dependencies')
    const focused = () =>
      page.evaluate("document.activeElement.closest('li')?.dataset.id ?? document.activeElement.localName")
    const press = async (...keys: readonly string[]) => {
      for (const key of keys) await page.keyboard.press(key)
      return focused()
    }
    await page.locator('dependency-tree summary').first().focus()
    expect(await focused()).toBe('wide.n0')
    expect(await press('ArrowDown')).toBe('wide.n1') // more than forty lines: folded
    expect(await press('ArrowUp', 'ArrowRight')).toBe('wide.n0')
    expect(await press('ArrowRight')).toBe('wide.shared')
    expect(await press('ArrowRight', 'ArrowRight')).toBe('wide.leaf')
    expect(await press('ArrowLeft', 'ArrowLeft', 'ArrowLeft')).toBe('wide.n0')
    expect(await press('ArrowRight', 'ArrowDown', 'ArrowDown')).toBe('wide.n1')
    expect(await press('End')).toBe('wide.n23')
    expect(await press('ArrowRight', 'ArrowDown', 'ArrowDown')).toBe('foreign.thing') // has no link, but a place
    expect(await press('Home')).toBe('wide.n0')
  })

  test('what is opened elsewhere is found there, and everything is opened at once', async () => {
    const page = await newPage(server)
    await page.goto('/packages/Wide/1.0.0/dependencies')
    await page.getByRole('button', { name: 'Open all' }).click()
    const jumps = page.getByRole('link', { name: 'opened elsewhere' })
    expect(await jumps.count()).toBe(23)
    await page.getByRole('button', { name: 'Close all' }).click()
    expect(await page.getByRole('link', { name: 'Wide.Leaf' }).isVisible()).toBe(false)
    await page.locator('li[data-id="wide.n5"] > details > summary').click()
    await page.locator('li[data-id="wide.n5"] .tree-jump').click()
    await page.locator('li[data-id="wide.n0"] li[data-id="wide.shared"] > details > summary:focus').waitFor()
  })

  test('without script it folds, and what lies deeper is a link', async () => {
    const page = await newPage(server, { scripts: false })
    await page.goto('/packages/Walk.0/1.0.0/dependencies')
    await page.getByRole('link', { name: '2 dependencies of Walk.8' }).click()
    await page.getByRole('heading', { level: 1, name: 'Dependency tree of Walk.8 1.0.0' }).waitFor()
    await page.goto('/packages/Wide/1.0.0/dependencies')
    expect(await page.getByRole('button', { name: 'Open all' }).isVisible()).toBe(false)
    await page.locator('li[data-id="wide.n3"] > details > summary').click()
    await page.locator('li[data-id="wide.n3"]').getByText('Foreign.Thing').waitFor()
  })

  test.each([
    ['en', 'light', 1200],
    ['zh-CN', 'dark', 390],
  ] as const)('has no serious fault and fits the window: %s, %s, %d wide', async (language, theme, width) => {
    const page = await newPage(server, { language, theme, viewport: { width, height: 800 } })
    for (const path of ['Walk.0', 'Walk.0/1.0.0/dependencies', 'Wide', 'Wide/1.0.0/dependencies']) {
      await page.goto(`/packages/${path}`)
      await expectNoSeriousAxe(page)
      await expectNoSidewaysScroll(page)
    }
  })
})
