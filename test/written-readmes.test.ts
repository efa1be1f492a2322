import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { deleteAccount } from '../src/accounts/delete-account.ts'
import { deleteVersions } from '../src/publish/delete-versions.ts'
import { lockPackage } from '../src/publish/lock-package.ts'
import { verify } from '../src/verify/verify.ts'
import { canRunOn } from './databases.ts'
import { createKey, createUser } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor, signIn, textOf, type FormFields, type Page, type Visitor } from './session.ts'
import { readTables } from './tables.ts'

const operator = { account: null, through: 'command-line', address: null } as const

describe.each((['sqlite', 'postgres'] as const).filter(canRunOn))(
  'a README written in the gallery, on %s',
  (database) => {
    let server: TestServer
    let ann: Account
    let visitor: Visitor
    let secret: string

    beforeAll(async () => {
      server = await startTestServer({ database, settings: { LODE_OWNERS_DELETE: 'always' } })
      ann = await createUser(server, { name: 'ann' })
      visitor = await signIn(server, ann)
      secret = await createKey(server, ann)
      for (const version of ['1.0.0', '2.0.0']) {
        expect((await push(server, secret, { id: 'Read.Me', version, readme: '# In the package' })).status).toBe(201)
      }
      expect((await push(server, secret, { id: 'Read.None' })).status).toBe(201)
    })
    afterAll(() => server.close())

    const edit = (id: string, version: string, fields: FormFields, by = visitor): Promise<Page> =>
      by.post(`/packages/${id}/${version}/Edit`, fields)
    const save = (id: string, version: string, markdown: string) => edit(id, version, { act: 'save', markdown })
    const pageOf = async (id: string, version: string) =>
      textOf((await openVisitor(server).get(`/packages/${id}/${version}`)).html)
    const resource = (id: string, version: string, headers: Record<string, string> = {}) =>
      fetch(`${server.url}/v3/flat/${id.toLowerCase()}/${version}/readme`, { headers })
    const leaf = async (id: string, version: string) => {
      const answer = await fetch(`${server.url}/v3/reg-gz2/${id.toLowerCase()}/index.json`)
      type Entry = { readonly catalogEntry: { readonly version: string; readonly readmeUrl?: string } }
      const { items } = (await answer.json()) as { readonly items: readonly { readonly items: readonly Entry[] }[] }
      return items.flatMap((page) => page.items).find(({ catalogEntry }) => catalogEntry.version === version)
        ?.catalogEntry
    }
    const entries = (id: string) =>
      server.deps.db.read
        .selectFrom('audit')
        .select(['action', 'actor_name', 'through', 'version'])
        .where('package_id', '=', id)
        .where('action', 'like', '%Readme')
        .orderBy('id')
        .execute()

    test('takes the place of the one in the package: on the page of that version and in the README resource, at once', async () => {
      const before = await resource('Read.Me', '2.0.0')
      const tag = before.headers.get('ETag') ?? ''
      expect([before.headers.get('Cache-Control'), await before.text()]).toEqual([
        'public, max-age=0, must-revalidate',
        '# In the package',
      ])
      const form = await visitor.get('/packages/Read.Me/2.0.0/Edit')
      expect(form.html).toMatch(/<textarea[^>]*># In the package<\/textarea>/)
      expect(textOf(form.html)).toContain('The page shows the README in the package.')

      const saved = await save('Read.Me', '2.0.0', '# Rewritten\r\n\r\nIt is **mended**.')
      expect([saved.status, saved.location]).toEqual([303, '/packages/Read.Me/2.0.0#readme'])
      const shown = await pageOf('Read.Me', '2.0.0')
      expect(shown).toContain('Rewritten It is mended .')
      expect(shown).toMatch(/The owners wrote this README in the gallery on .*\. The one in the package/)
      expect(await pageOf('Read.Me', '1.0.0')).toContain('In the package')

      const after = await resource('Read.Me', '2.0.0', { 'If-None-Match': tag })
      expect([after.status, await after.text()]).toEqual([200, '# Rewritten\n\nIt is **mended**.'])
      expect(after.headers.get('Content-Security-Policy')).toContain('sandbox')
      expect(after.headers.get('Content-Type')).toBe('text/markdown; charset=utf-8')
      const raw = await visitor.get('/packages/Read.Me/2.0.0/GetReadMeMd')
      expect([raw.status, raw.html]).toEqual([200, '# Rewritten\n\nIt is **mended**.'])
      expect(await entries('Read.Me')).toEqual([
        { action: 'WriteReadme', actor_name: 'ann', through: 'page', version: '2.0.0' },
      ])
    })

    test('is removed again: the package’s own is back, and the log has both', async () => {
      const removed = await edit('Read.Me', '2.0.0', { act: 'remove' })
      expect(removed.status).toBe(303)
      expect(await pageOf('Read.Me', '2.0.0')).toContain('In the package')
      expect(await (await resource('Read.Me', '2.0.0')).text()).toBe('# In the package')
      expect((await entries('Read.Me')).map(({ action }) => action)).toEqual(['WriteReadme', 'RemoveReadme'])
      const before = await readTables(server)
      expect((await edit('Read.Me', '2.0.0', { act: 'remove' })).status).toBe(303) // nothing to remove, nothing written
      expect(await readTables(server)).toEqual(before)
    })

    test('gives one to a package without: clients learn that there is one, and the catalog has the change', async () => {
      expect((await leaf('Read.None', '1.0.0'))?.readmeUrl).toBeUndefined()
      expect((await resource('Read.None', '1.0.0')).status).toBe(404)
      expect((await visitor.get('/packages/Read.None/1.0.0/GetReadMeMd')).status).toBe(404)
      const items = () =>
        server.deps.db.read.selectFrom('catalog_items').select('kind').where('lower_id', '=', 'read.none').execute()
      const before = (await items()).length
      expect((await save('Read.None', '1.0.0', 'Now there is one.')).status).toBe(303)
      expect((await leaf('Read.None', '1.0.0'))?.readmeUrl).toContain('/packages/Read.None/1.0.0')
      expect(await (await resource('Read.None', '1.0.0')).text()).toBe('Now there is one.')
      expect((await items()).slice(before)).toEqual([{ kind: 'details' }])
      expect((await edit('Read.None', '1.0.0', { act: 'remove' })).status).toBe(303)
      expect((await leaf('Read.None', '1.0.0'))?.readmeUrl).toBeUndefined()
      expect((await resource('Read.None', '1.0.0')).status).toBe(404)
    })

    test('is seen before it counts, from text or from a file, and nothing of it runs', async () => {
      const before = await readTables(server)
      const markdown =
        '# Seen\n\n<script>hacked(1)</script>\n\n[link](javascript:hacked(1)) ![far](https://evil.example/x.png)'
      for (const page of [
        await edit('Read.Me', '1.0.0', { act: 'preview', markdown }),
        await visitor.post(
          '/packages/Read.Me/1.0.0/Edit',
          { act: 'preview', markdown: 'of no account' },
          { files: { file: Buffer.from(markdown) } },
        ),
      ]) {
        expect(page.status).toBe(200)
        expect(page.html).toMatch(/<section id="preview"[\s\S]*<h2[^>]*>Seen/)
        expect(page.html).not.toMatch(/<script>hacked|href="javascript|evil\.example\/x\.png"/)
        expect(textOf(page.html)).toContain('1 image of this README is not shown')
        expect(page.html).toContain('&lt;script&gt;hacked(1)&lt;/script&gt;') // what was written is in the field still
      }
      expect(await readTables(server)).toEqual(before)
      const chinese = await visitor.post(
        '/packages/Read.Me/1.0.0/Edit',
        { act: 'preview', markdown },
        { headers: { 'Accept-Language': 'zh-CN' } },
      )
      expect(textOf(chinese.html)).toContain('尚未保存。页面将如此显示。')
    })

    test.each([
      ['nothing', { markdown: ' \n ' }, {}, 'There is no text. Write some, or choose a file.'],
      ['more than a megabyte', { markdown: 'ä'.repeat(600_000) }, {}, 'larger than 1 MB'],
      ['a file that is no text', {}, { file: Buffer.from([0xff, 0xfe, 0x00]) }, 'This is not UTF-8 text.'],
    ])('is refused when it is %s, beside its field, and changes nothing', async (_, fields, files, sentence) => {
      const before = await readTables(server)
      const page = await visitor.post('/packages/Read.Me/1.0.0/Edit', { act: 'save', ...fields }, { files })
      expect([page.status, textOf(page.html)]).toEqual([400, expect.stringContaining(sentence)])
      expect(page.html).toMatch(/<textarea[^>]*aria-invalid="true"/)
      expect(await readTables(server)).toEqual(before)
    })

    test('that is larger than two megabytes with everything around it is refused as a form', async () => {
      const page = await visitor.post('/packages/Read.Me/1.0.0/Edit', { act: 'save', markdown: 'a'.repeat(2_300_000) })
      expect([page.status, textOf(page.html)]).toEqual([
        400,
        expect.stringContaining('The form was larger than 2.1 MB'),
      ])
    })

    test('is written by owners alone, and not while the package is locked', async () => {
      const bob = await signIn(server, await createUser(server))
      const fields = { act: 'save', markdown: 'Mine now.' }
      const before = await readTables(server)
      for (const path of ['/packages/Read.Me/1.0.0/Edit', '/packages/Read.Me/1.0.0/GetReadMeMd']) {
        expect((await bob.get(path)).status).toBe(403)
        expect((await openVisitor(server).get(path)).location).toContain('/users/account/LogOn')
      }
      const foreign = await bob.post('/packages/Read.Me/1.0.0/Edit', fields, { from: '/packages' })
      expect([foreign.status, textOf(foreign.html)]).toEqual([403, expect.stringContaining('You are not an owner')])
      expect((await visitor.get('/packages/Read.Me/9.9.9/Edit')).status).toBe(404)
      expect(await readTables(server)).toEqual(before)
      await lockPackage(server.deps, { id: 'Read.Me', isLocked: true }, operator)
      const locked = await edit('Read.Me', '1.0.0', fields)
      expect([locked.status, textOf(locked.html)]).toEqual([400, expect.stringContaining('This package is locked')])
      expect(textOf((await visitor.get('/packages/Read.Me/Manage')).html)).toContain('nobody but an administrator')
      await lockPackage(server.deps, { id: 'Read.Me', isLocked: false }, operator)
    })

    const written = () => server.deps.db.read.selectFrom('written_readmes').select('markdown').execute()
    const problems = async () => (await verify(server.deps, { repair: false, olderThanMs: 0 })).problems

    test('goes with its version, however that is deleted, and does not come back with it', async () => {
      for (const kind of ['soft', 'hard'] as const) {
        const id = `Read.${kind}`
        await push(server, secret, { id, readme: '# Own' })
        expect((await save(id, '1.0.0', 'Written.')).status).toBe(303)
        expect(textOf((await visitor.get(`/packages/${id}/1.0.0/Delete`)).html)).toContain(
          'What you wrote for it in the gallery goes, too.',
        )
        const deletion = { id, versions: ['1.0.0'], kind, reason: null } as const
        await deleteVersions({ ...server.deps, search: null }, { kind: 'administrator' }, deletion, operator)
        expect(await written()).toEqual([])
      }
      expect(await problems()).toEqual([])
    })

    test('goes with the last owner of a package, and clients learn that too', async () => {
      const eve = await createUser(server)
      const hers = await signIn(server, eve)
      await push(server, await createKey(server, eve), { id: 'Read.Orphan' })
      await edit('Read.Orphan', '1.0.0', { act: 'save', markdown: 'Ask eve.' }, hers)
      expect((await leaf('Read.Orphan', '1.0.0'))?.readmeUrl).toBeDefined()
      expect((await deleteAccount(server.deps, eve.name, { orphans: 'keep' }, operator)).ok).toBe(true)
      expect(await written()).toEqual([])
      expect((await leaf('Read.Orphan', '1.0.0'))?.readmeUrl).toBeUndefined()
      expect(await pageOf('Read.Orphan', '1.0.0')).not.toContain('Ask eve')
      expect(await problems()).toEqual([])
    })

    test('that lost its version or its row is named by lode verify', async () => {
      await push(server, secret, { id: 'Read.Verify' })
      await save('Read.Verify', '1.0.0', 'Written.')
      const { db } = server.deps
      await db.transaction((tx) => tx.updateTable('versions').set({ readme_written_at: null }).execute())
      expect(await problems()).toMatchObject([{ code: 'readme-dangling', subject: 'Read.Verify 1.0.0' }])
      await db.transaction((tx) => tx.deleteFrom('written_readmes').execute())
      expect(await problems()).toEqual([])
    })
  },
)
