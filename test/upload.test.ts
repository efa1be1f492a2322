import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { deleteAccount } from '../src/accounts/delete-account.ts'
import { lockAccount, unlockAccount } from '../src/accounts/lock-account.ts'
import { queueDailyJobs } from '../src/jobs/daily.ts'
import { reservePrefix } from '../src/prefixes/change-prefix.ts'
import { changeReadOnly } from '../src/site/change-site.ts'
import { verify } from '../src/verify/verify.ts'
import { buildNupkg, buildNuspec, type NupkgOptions } from './build-nupkg.ts'
import { canRunOn, newDatabaseSetting } from './databases.ts'
import { createKey, createOrganization, createUser } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor, signIn, textOf, type FormFields, type Visitor } from './session.ts'
import { uploadSlowly } from './slow-upload.ts'
import { readTables } from './tables.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { cancelWaiting, publishWaiting, upload, uploadPath, waitingToken } from './uploads.ts'

const operator = { account: null, through: 'command-line', address: null } as const
const png = Buffer.from('89504e470d0a1a0a0000', 'hex')

describe.each((['sqlite', 'postgres'] as const).filter(canRunOn))('publishing in the browser, on %s', (database) => {
  let server: TestServer
  let ann: Account
  let visitor: Visitor

  beforeAll(async () => {
    server = await startTestServer({ database, settings: { LODE_MAX_PACKAGE_BYTES: '300000', LODE_LIMIT_FORM: 'off' } })
    ann = await createUser(server, { name: 'ann' })
  })
  afterAll(() => server.close())
  beforeEach(async () => {
    visitor = await signIn(server, ann)
    await cancelWaiting(visitor)
  })

  /** Names of all files of the store, those that are being received included. */
  const filesNow = () =>
    readdirSync(server.deps.config.storage.path, { recursive: true, withFileTypes: true })
      .flatMap((entry) => (entry.isFile() ? entry.name : []))
      .sort()
  const everything = async () => ({ tables: await readTables(server), files: filesNow() })
  const versionRow = (id: string) =>
    server.deps.db.read.selectFrom('versions').selectAll().where('package_id', '=', id).executeTakeFirst()

  test('gallery 37: everything in the package is shown, nothing is published yet; Publish leads to its page', async () => {
    const about: NupkgOptions = {
      ...{ id: 'Web.Whole', version: '1.2.0+sha', title: 'The whole', authors: 'Ann, Ben', description: 'It does it.' },
      ...{ tags: 'one two', readme: '# Read me\n\n<script>alert(1)</script>', icon: png, packageTypes: ['DotnetTool'] },
      dependencies: [{ targetFramework: 'net8.0', dependencies: [{ id: 'Newtonsoft.Json', version: '[13.0.1, )' }] }],
      license: 'MIT OR Apache-2.0',
      metadata: `<copyright>(c) Ann</copyright><language>en-US</language>
        <projectUrl>https://ann.example/</projectUrl><repository type="git" url="https://ann.example/r.git" />
        <requireLicenseAcceptance>true</requireLicenseAcceptance><releaseNotes>All new.</releaseNotes>
        <developmentDependency>true</developmentDependency><summary>In short.</summary>`,
    }
    const asking = '<metadata minClientVersion="5.0">'
    const options = { ...about, nuspec: buildNuspec(about).replace('<metadata>', asking) }
    const uploaded = await upload(visitor, options)
    expect([uploaded.status, uploaded.location]).toEqual([303, uploadPath])
    expect(await versionRow('Web.Whole')).toBeUndefined()

    const page = await visitor.get(uploadPath)
    const text = textOf(page.html)
    for (const shown of [
      ...['Publish Web.Whole 1.2.0?', '1.2.0, written 1.2.0+sha', 'Ann, Ben', 'The whole', 'In short.', 'It does it.'],
      ...['one, two', '(c) Ann', 'en-US', '5.0', 'https://ann.example/', 'https://ann.example/r.git', 'All new.'],
      ...['DotnetTool', 'net8.0', 'Newtonsoft.Json', 'Read me', 'Licence must be accepted', 'Development dependency'],
      ...['Signed no', 'The ID is new. ann becomes its owner.'],
    ]) {
      expect(text).toContain(shown)
    }
    expect(page.html).toContain('href="https://spdx.org/licenses/Apache-2.0.html"')
    expect(page.html).not.toContain('<script>alert')
    const icon = /src="(\/packages\/manage\/upload\/icon[^"]*)"/.exec(page.html)?.[1] ?? ''
    const shownIcon = await visitor.get(icon)
    expect([shownIcon.status, shownIcon.headers.get('Content-Type')]).toEqual([200, 'image/png'])
    const eve = await signIn(server, await createUser(server))
    expect((await eve.get(icon)).status).toBe(404)

    const published = await publishWaiting(visitor)
    expect([published.status, published.location]).toEqual([303, '/packages/Web.Whole/1.2.0'])
    const details = await visitor.get('/packages/Web.Whole/1.2.0')
    expect(textOf(details.html)).toContain('Web.Whole 1.2.0 is published.')
    // All but its first byte, which is no download that counts.
    const flat = `${server.url}/v3/flat/web.whole/1.2.0/web.whole.1.2.0.nupkg`
    const rest = await fetch(flat, { headers: { Range: 'bytes=1-' } })
    expect(Buffer.from(await rest.arrayBuffer())).toEqual((await buildNupkg(options)).subarray(1))
    const entries = await server.deps.db.read
      .selectFrom('audit')
      .select(['action', 'actor_name', 'through', 'version'])
      .where('package_id', '=', 'Web.Whole')
      .execute()
    expect(entries).toEqual([{ action: 'Create', actor_name: 'ann', through: 'page', version: '1.2.0' }])
    expect(await waitingToken(visitor)).toBeNull()
  })

  test('every warning stands before the button, and the version is published all the same', async () => {
    await upload(visitor, { id: 'Web.Warned', license: null, metadata: '<iconUrl>https://x.example/i.png</iconUrl>' })
    const text = textOf((await visitor.get(uploadPath)).html)
    expect(text).toMatch(/3 warnings: you can publish all the same.*no licence.*iconUrl only.*no README.*Publish/)
    const chinese = textOf((await visitor.get(uploadPath, { 'Accept-Language': 'zh-CN' })).html)
    expect(chinese).toMatch(/3 条警告：仍可发布.*没有许可证.*iconUrl.*自述文件/)
    expect((await publishWaiting(visitor)).status).toBe(303)
  })

  test('gallery 38: unlisted it can be reached by its address, and search does not find it', async () => {
    await upload(visitor, { id: 'Web.Quiet', readme: '# x' })
    const published = await publishWaiting(visitor, {})
    expect(published.location).toBe('/packages/Web.Quiet/1.0.0')
    expect(textOf((await openVisitor(server).get('/packages/Web.Quiet/1.0.0')).html)).toMatch(/unlisted|not listed/i)
    const found = (await (await fetch(`${server.url}/v3/query?q=Web.Quiet`)).json()) as { totalHits: number }
    expect(found.totalHits).toBe(0)
  })

  test('gallery 39: a second upload while one waits is refused and says so; Cancel frees it, and nothing is left', async () => {
    const again = await signIn(server, ann) // another browser, which comes back to the same step
    const before = await everything()
    await upload(visitor, { id: 'Web.First', version: '1.0.0' })
    const waiting = await everything()
    const second = await upload(visitor, { id: 'Web.Second' })
    expect(second.status).toBe(409)
    expect(textOf(second.html)).toContain('Web.First 1.0.0 is waiting to be published. Publish it or cancel it')
    expect(await everything()).toEqual(waiting)
    expect(textOf((await again.get(uploadPath)).html)).toContain('Publish Web.First 1.0.0?')
    const cancelled = await cancelWaiting(visitor)
    expect([cancelled.status, cancelled.location]).toEqual([303, uploadPath])
    expect(textOf((await visitor.get(uploadPath)).html)).toContain('The upload of Web.First 1.0.0 was discarded.')
    expect(await everything()).toEqual(before)
    expect((await upload(visitor, { id: 'Web.Second' })).status).toBe(303)
  })

  test('one upload waits for each user: others are not held up, nor are pushes', async () => {
    await upload(visitor, { id: 'Web.Mine' })
    const ben = await signIn(server, await createUser(server))
    expect((await upload(ben, { id: 'Web.Bens' })).status).toBe(303)
    expect((await push(server, await createKey(server, ann), { id: 'Web.Pushed' })).status).toBe(201)
    expect((await publishWaiting(ben)).status).toBe(303)
    expect((await publishWaiting(visitor)).status).toBe(303)
  })

  test.each([
    ['1.0.0', 409, 'Web.There 1.0.0 already exists. Versions cannot be replaced'],
    ['1.0', 409, 'already exists'],
    ['1.0.0+other', 409, 'Web.There 1.0.0+other is the same version as 1.0.0, which already exists: build metadata'],
  ])('gallery 40: %s of a package that has 1.0.0 is refused at once with %i', async (version, status, sentence) => {
    await push(server, await createKey(server, ann), { id: 'Web.There', version: '1.0.0' })
    const before = await everything()
    const refused = await upload(visitor, { id: 'Web.There', version })
    expect([refused.status, textOf(refused.html)]).toEqual([status, expect.stringContaining(sentence)])
    expect(await everything()).toEqual(before)
  })

  test('gallery 40: a file beyond the limit is refused with 413, and nothing of it stays', async () => {
    const before = await everything()
    for (const bytes of [300_001, 2_000_000]) {
      const refused = await visitor.upload(uploadPath, Buffer.alloc(bytes))
      expect([refused.status, textOf(refused.html)]).toEqual([413, expect.stringContaining('larger than the 293 KB')])
    }
    expect(await everything()).toEqual(before)
  })

  const bad: readonly (readonly [what: string, NupkgOptions, en: string, zh: string])[] = [
    ['a bad ID', { id: 'Web..Bad' }, "The package ID 'Web..Bad' is not valid", '程序包 ID “Web..Bad”无效'],
    [
      'two nuspecs',
      { id: 'Web.Two', entries: [{ name: 'other.nuspec', data: buildNuspec({ id: 'Other' }) }] },
      'The package has two .nuspec files',
      '程序包中有两个 .nuspec 文件',
    ],
    [
      'a floating dependency',
      { dependencies: [{ dependencies: [{ id: 'A', version: '1.*' }] }] },
      "The dependency 'A' has the floating version '1.*'",
      '依赖项“A”使用了浮动版本“1.*”',
    ],
    [
      'a range with build metadata',
      { dependencies: [{ dependencies: [{ id: 'A', version: '[1.0.0+x, )' }] }] },
      'with build metadata',
      '带有生成元数据',
    ],
    [
      'an unknown licence',
      { license: 'Beer-1.0' },
      "The license expression 'Beer-1.0' is not valid",
      '许可证表达式“Beer-1.0”无效',
    ],
  ]
  test.each(bad)('gallery 41: %s is refused with its own sentence, in both languages', async (_, options, en, zh) => {
    const before = await everything()
    const file = await buildNupkg(options)
    const refused = await visitor.upload(uploadPath, file)
    expect([refused.status, textOf(refused.html)]).toEqual([400, expect.stringContaining(en)])
    const chinese = await visitor.upload(uploadPath, file, { headers: { 'Accept-Language': 'zh-CN' } })
    expect([chinese.status, textOf(chinese.html)]).toEqual([400, expect.stringContaining(zh)])
    expect(await everything()).toEqual(before)
  })

  test('no file, and no package, say what to do', async () => {
    const none = await visitor.upload(uploadPath, new Uint8Array())
    expect([none.status, textOf(none.html)]).toEqual([400, expect.stringContaining('Choose a .nupkg file')])
    const text = await visitor.upload(uploadPath, Buffer.from('no zip'))
    expect([text.status, textOf(text.html)]).toEqual([400, expect.stringContaining('is not a package')])
  })

  test('only the upload that the form showed is published or thrown away', async () => {
    await upload(visitor, { id: 'Web.Tab' })
    const old = (await waitingToken(visitor)) ?? ''
    await cancelWaiting(visitor)
    await upload(visitor, { id: 'Web.OtherTab' })
    for (const stale of [
      await publishWaiting(visitor, { upload: old, listed: 'yes' }),
      await cancelWaiting(visitor, old),
    ]) {
      expect([stale.status, textOf(stale.html)]).toEqual([409, expect.stringContaining('is not waiting any more')])
    }
    expect(textOf((await visitor.get(uploadPath)).html)).toContain('Publish Web.OtherTab 1.0.0?')
    expect(await versionRow('Web.Tab')).toBeUndefined()
  })

  test('whoever is not signed in or has no confirmed address is led there, and back', async () => {
    const stranger = openVisitor(server)
    const back = `returnUrl=${encodeURIComponent(uploadPath)}`
    expect((await stranger.get(uploadPath)).location).toBe(`/users/account/LogOn?${back}`)
    const una = await createUser(server, { name: 'una' })
    const unconfirmed = await signIn(server, una)
    await server.deps.db.transaction((tx) =>
      tx.updateTable('accounts').set({ email: null, lower_email: null }).where('id', '=', una.id).execute(),
    )
    expect((await unconfirmed.get(uploadPath)).location).toBe(`/account/ConfirmationRequired?${back}`)
    expect((await upload(unconfirmed, { id: 'Web.Unconfirmed' })).status).toBe(303)
    expect(await versionRow('Web.Unconfirmed')).toBeUndefined()
  })

  test('a user who is locked uploads nothing and publishes nothing, not even what waits; it may be thrown away', async () => {
    const lee = await createUser(server, { name: 'lee' })
    const own = await signIn(server, lee)
    await upload(own, { id: 'Web.Locked' })
    const token = (await waitingToken(own)) ?? ''
    await lockAccount(server.deps, 'lee', operator)
    for (const page of [
      await own.get(uploadPath),
      await upload(own, { id: 'Web.Locked2' }),
      await own.post('/packages/manage/verify-upload', { upload: token, listed: 'yes' }, { from: '/packages' }),
    ]) {
      expect([page.status, textOf(page.html)]).toEqual([403, expect.stringContaining('Your account is locked')])
    }
    expect(await versionRow('Web.Locked')).toBeUndefined()
    const cancel = await own.post('/packages/manage/cancel-upload', { upload: token }, { from: '/packages' })
    expect(cancel.status).toBe(303)
    await unlockAccount(server.deps, 'lee', operator)
    expect(await waitingToken(own)).toBeNull()
  })

  test('what changed since the upload is asked again: the version was pushed, the ID was reserved', async () => {
    await upload(visitor, { id: 'Web.Raced' })
    await push(server, await createKey(server, ann), { id: 'Web.Raced' })
    const raced = await publishWaiting(visitor, { upload: (await waitingTokenOf()) ?? '', listed: 'yes' })
    expect([raced.status, textOf(raced.html)]).toEqual([409, expect.stringContaining('Web.Raced 1.0.0 already exists')])
    await cancelWaiting(visitor, (await waitingTokenOf()) ?? '')

    await upload(visitor, { id: 'Web.Later.Reserved' })
    const root = await createUser(server)
    await reservePrefix(server.deps, { pattern: 'Web.Later.*', ownerNames: [root.name], isShared: false }, operator)
    const reserved = await publishWaiting(visitor, { upload: (await waitingTokenOf()) ?? '', listed: 'yes' })
    expect([reserved.status, textOf(reserved.html)]).toEqual([403, expect.stringContaining('is reserved')])
    expect(await versionRow('Web.Later.Reserved')).toBeUndefined()
    const entries = await server.deps.db.read
      .selectFrom('audit')
      .select(['action', 'through'])
      .where('package_id', '=', 'Web.Later.Reserved')
      .execute()
    expect(entries).toEqual([{ action: 'PackagePushAttemptByNonOwner', through: 'page' }])
  })

  /** The page has no form to publish where it cannot be: the token is that of the row. */
  async function waitingTokenOf(): Promise<string | null> {
    const row = await server.deps.db.read
      .selectFrom('staged_uploads')
      .select('token')
      .where('user_id', '=', ann.id)
      .executeTakeFirst()
    return row?.token ?? null
  }

  test('a new ID goes to the account that is chosen, of those that may have it; what exists to its owner', async () => {
    const acme = await createOrganization(server, {
      name: 'acme',
      administrator: await createUser(server),
      collaborators: [ann],
    })
    await createOrganization(server, { name: 'strict', administrator: await createUser(server), collaborators: [ann] })
    await server.deps.db.transaction((tx) =>
      tx.updateTable('accounts').set({ requires_two_factor: 1 }).where('lower_name', '=', 'strict').execute(),
    )
    await upload(visitor, { id: 'Web.Acmes' })
    const page = await visitor.get(uploadPath)
    expect(page.html).toMatch(/<option value="ann"[^>]*>ann<\/option><option value="acme"[^>]*>acme<\/option>/)
    expect(page.html).toMatch(/<option value="strict" disabled/)
    expect(textOf(page.html)).toContain('Not for strict: The organization strict asks its members for two-factor')
    const strict = await publishWaiting(visitor, { owner: 'strict', listed: 'yes' })
    expect([strict.status, textOf(strict.html)]).toEqual([403, expect.stringContaining('two-factor sign-in')])
    const foreign = await publishWaiting(visitor, { owner: 'nobody-knows', listed: 'yes' })
    expect([foreign.status, textOf(foreign.html)]).toEqual([403, expect.stringContaining('You may not publish for')])
    expect((await publishWaiting(visitor, { owner: 'ACME', listed: 'yes' })).status).toBe(303)
    const owners = await server.deps.db.read
      .selectFrom('package_owners')
      .innerJoin('packages', 'packages.id', 'package_owners.package_key')
      .select('account_id')
      .where('packages.lower_id', '=', 'web.acmes')
      .execute()
    expect(owners).toEqual([{ account_id: acme.id }])

    await upload(visitor, { id: 'Web.Acmes', version: '2.0.0' })
    const next = await visitor.get(uploadPath)
    expect(textOf(next.html)).toContain('A new version for acme.')
    expect(next.html).not.toContain('<select')
    expect((await publishWaiting(visitor)).status).toBe(303)
  })

  test('whatever happens at the same moment, one upload waits and one publication counts', async () => {
    const uploads = await Promise.all([1, 2, 3].map((n) => upload(visitor, { id: `Web.Once${n}` })))
    expect(uploads.map(({ status }) => status).sort()).toEqual([303, 409, 409])
    const token = (await waitingToken(visitor)) ?? ''
    const acts = await Promise.all([
      publishWaiting(visitor, { upload: token, listed: 'yes' }),
      publishWaiting(visitor, { upload: token, listed: 'yes' }),
      cancelWaiting(visitor, token),
    ])
    expect(acts.map(({ status }) => status).sort()).toEqual([303, 409, 409])
    const rows = await server.deps.db.read
      .selectFrom('versions')
      .select('blob_key')
      .where('package_id', 'like', 'Web.Once%')
      .execute()
    const isPublished = acts.slice(0, 2).some(({ status }) => status === 303)
    expect(rows).toHaveLength(isPublished ? 1 : 0)
    for (const { blob_key } of rows) expect(filesNow()).toContain(blob_key)
    const report = await verify(server.deps, { repair: false, olderThanMs: 0 })
    expect([report.problems, report.unreferenced]).toEqual([[], []])
  })

  test('two servers with one database and one store: uploaded to one, published by either, once', async () => {
    const shared = { LODE_DATABASE: await newDatabaseSetting(database), LODE_STORAGE: `file:${temporaryFolder()}` }
    const first = await startTestServer({ database, settings: shared })
    const second = await startTestServer({ database, settings: shared })
    const user = await createUser(first)
    const [here, there] = [await signIn(first, user), await signIn(second, user)]
    expect((await upload(here, { id: 'Web.Two' })).status).toBe(303)
    expect((await upload(there, { id: 'Web.Other' })).status).toBe(409)
    const token = (await waitingToken(there)) ?? ''
    const fields = { upload: token, listed: 'yes' } as const
    const acts = await Promise.all([publishWaiting(here, fields), publishWaiting(there, fields)])
    expect(acts.map(({ status }) => status).sort()).toEqual([303, 409])
    for (const { url } of [first, second]) {
      expect((await fetch(`${url}/v3/flat/web.two/1.0.0/web.two.nuspec`)).status).toBe(200)
    }
    expect((await upload(there, { id: 'Web.Other' })).status).toBe(303) // either is free again
    await second.close()
    expect((await publishWaiting(here)).location).toBe('/packages/Web.Other/1.0.0') // and outlives the one that took it
    const report = await verify(first.deps, { repair: false, olderThanMs: 0 })
    expect([report.problems, report.unreferenced]).toEqual([[], []])
    await first.close()
  })

  async function runDailyJobs(): Promise<void> {
    await queueDailyJobs(server.deps.db, server.clock.now())
    await server.runJobs()
  }

  test('what waits is named by lode verify and not removed; without its row it counts as unreferenced; after a day it goes', async () => {
    await upload(visitor, { id: 'Web.Waits' })
    server.clock.advance(2 * 3_600_000)
    const repair = { repair: true, olderThanMs: -1000 * 3_600_000 } // whatever its age
    const named = (await verify(server.deps, repair)).unreferenced
    expect(named).toEqual([expect.objectContaining({ kind: 'staged', isRemoved: false })])
    expect(await waitingToken(visitor)).not.toBeNull()

    await server.deps.db.transaction((tx) => tx.deleteFrom('staged_uploads').execute()) // as a crash would leave it
    const left = (await verify(server.deps, { ...repair, repair: false })).unreferenced
    expect(left).toEqual([expect.objectContaining({ kind: 'blob', name: named[0]?.name })])
    await verify(server.deps, repair)

    await upload(visitor, { id: 'Web.Waits' })
    server.clock.advance(23 * 3_600_000)
    await runDailyJobs()
    expect(await waitingTokenOf()).not.toBeNull()
    server.clock.advance(25 * 3_600_000)
    await runDailyJobs()
    expect(await waitingTokenOf()).toBeNull()
    expect((await verify(server.deps, { repair: false, olderThanMs: 0 })).unreferenced).toEqual([])
  })

  test('a waiting file that cannot be read any more is thrown away, and the page says so', async () => {
    await upload(visitor, { id: 'Web.Lost' })
    const row = await server.deps.db.read.selectFrom('staged_uploads').select('blob_key').executeTakeFirstOrThrow()
    await server.deps.blobs.delete(row.blob_key)
    const page = await visitor.get(uploadPath)
    expect(textOf(page.html)).toContain('is not waiting any more')
    expect((await upload(visitor, { id: 'Web.Found' })).status).toBe(303)
  })

  test('while the gallery is read-only nothing is uploaded', async () => {
    await changeReadOnly(server.deps, true, operator)
    const refused = await upload(visitor, { id: 'Web.ReadOnly' })
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([503, '60'])
    await changeReadOnly(server.deps, false, operator)
    expect(await waitingTokenOf()).toBeNull()
  })

  test('whoever was signed out meanwhile is led to sign in, and not cut off before everything was sent', async () => {
    const { head, isCutOff } = await uploadSlowly(server, 'lode_session=gone', 1500)
    expect([isCutOff, head]).toEqual([false, expect.stringMatching(/^HTTP\/1\.1 303 [\s\S]*\/users\/account\/LogOn/)])
  })

  test('when a user leaves the organization meanwhile, nothing is published for it', async () => {
    const boss = await createUser(server)
    const lee = await createUser(server)
    const org = await createOrganization(server, { name: 'left', administrator: boss, collaborators: [lee] })
    await push(server, await createKey(server, boss, { owner: org }), { id: 'Web.Left' })
    const own = await signIn(server, lee)
    await upload(own, { id: 'Web.Left', version: '2.0.0' })
    const token = (await waitingToken(own)) ?? ''
    await server.deps.db.transaction((tx) => tx.deleteFrom('memberships').where('user_id', '=', lee.id).execute())
    const refused = await publishWaiting(own, { upload: token, listed: 'yes' })
    expect([refused.status, textOf(refused.html)]).toEqual([403, expect.stringContaining('belongs to other owners')])
    expect((await versionRow('Web.Left'))?.lower_version).toBe('1.0.0')
    expect((await cancelWaiting(own, token)).status).toBe(303)
  })

  test('what waits goes with the account of its user, the file too', async () => {
    const eve = await createUser(server)
    const own = await signIn(server, eve)
    const before = filesNow()
    await upload(own, { id: 'Web.Deleted' })
    expect(filesNow()).not.toEqual(before)
    expect((await deleteAccount(server.deps, eve.name, { orphans: 'refuse' }, operator)).ok).toBe(true)
    const left = server.deps.db.read.selectFrom('staged_uploads').select('token').where('user_id', '=', eve.id)
    expect(await left.execute()).toEqual([])
    await server.runJobs()
    expect(filesNow()).toEqual(before)
  })

  test('an upload that waits for a deleted account is named by lode verify', async () => {
    const eve = await createUser(server)
    await upload(await signIn(server, eve), { id: 'Web.Stale' })
    const mark = (deleted_at: number | null) =>
      server.deps.db.transaction((tx) =>
        tx.updateTable('accounts').set({ deleted_at }).where('id', '=', eve.id).execute(),
      )
    await mark(1)
    const { problems } = await verify(server.deps, { repair: false, olderThanMs: 0 })
    expect(problems).toMatchObject([{ code: 'staged-dangling', subject: `Web.Stale 1.0.0, uploaded by ${eve.name}` }])
    await mark(null)
    await cancelWaiting(await signIn(server, eve))
  })

  describe('a README for a package that has none', () => {
    const publishWith = async (fields: FormFields, options: { files?: Record<string, Uint8Array>; to?: string } = {}) =>
      visitor.post(
        `/packages/manage/${options.to ?? 'verify-upload'}`,
        { upload: (await waitingToken(visitor)) ?? '', listed: 'yes', ...fields },
        { from: uploadPath, ...(options.files && { files: options.files }) },
      )
    const readmes = () => server.deps.db.read.selectFrom('written_readmes').select('markdown').execute()

    test('is written on the page, seen before it counts, and shown once it is published', async () => {
      await upload(visitor, { id: 'Web.Written' })
      const markdown = '# Welcome\n\n<img src=x onerror=hacked(1)>'
      const before = await everything()
      const preview = await publishWith({ markdown }, { to: 'preview-readme' })
      expect(preview.status).toBe(200)
      expect(preview.html).toMatch(/<section id="preview"[\s\S]*<h2[^>]*>Welcome/)
      expect(preview.html).not.toContain('<img src=x')
      expect(preview.html).toMatch(/name="listed" value="yes" checked/) // what else was chosen stays
      expect(await everything()).toEqual(before)
      expect((await publishWith({ markdown })).location).toBe('/packages/Web.Written/1.0.0')
      expect(textOf((await openVisitor(server).get('/packages/Web.Written')).html)).toContain('Welcome')
      const served = await fetch(`${server.url}/v3/flat/web.written/1.0.0/readme`)
      expect(await served.text()).toBe(markdown)
      const entry = await server.deps.db.read
        .selectFrom('audit')
        .select(['action', 'detail'])
        .where('package_id', '=', 'Web.Written')
        .executeTakeFirst()
      expect(entry).toEqual({ action: 'Create', detail: JSON.stringify({ readmeBytes: markdown.length }) })
    })

    test('comes from a file, which takes the place of the text', async () => {
      await upload(visitor, { id: 'Web.Imported' })
      const files = { file: Buffer.from('# From a file') }
      const preview = await publishWith({ markdown: 'old' }, { to: 'preview-readme', files })
      expect(preview.html).toMatch(/<textarea[^>]*># From a file<\/textarea>/)
      expect((await publishWith({ markdown: '' }, { files })).status).toBe(303)
      expect((await readmes()).map((row) => row.markdown)).toContain('# From a file')
    })

    test('that cannot be read keeps everything waiting, and says why beside its field', async () => {
      await upload(visitor, { id: 'Web.NoText' })
      const before = await everything()
      const files = { file: Buffer.from([0xff, 0xfe]) }
      for (const to of ['verify-upload', 'preview-readme']) {
        const refused = await publishWith({ markdown: 'kept' }, { to, files })
        expect([refused.status, textOf(refused.html)]).toEqual([
          400,
          expect.stringContaining('This is not UTF-8 text.'),
        ])
        expect(refused.html).toMatch(/aria-invalid="true"[^>]*>kept<\/textarea>/)
      }
      const empty = await publishWith({}, { to: 'preview-readme' })
      expect([empty.status, textOf(empty.html)]).toEqual([400, expect.stringContaining('There is no text.')])
      expect(await everything()).toEqual(before)
    })

    test('is not taken for a package that has its own', async () => {
      await upload(visitor, { id: 'Web.Own', readme: '# Its own' })
      expect((await visitor.get(uploadPath)).html).not.toContain('name="markdown"')
      expect((await publishWith({ markdown: 'slipped in' })).status).toBe(303)
      expect((await readmes()).map((row) => row.markdown)).not.toContain('slipped in')
    })
  })

  test('uploads are limited as the pushes of a key are', async () => {
    const limited = await startTestServer({ database, settings: { LODE_LIMIT_PUSH: '1/hour' } })
    const eve = await signIn(limited, await createUser(limited))
    expect((await upload(eve, { id: 'Web.One' })).status).toBe(303)
    expect((await publishWaiting(eve)).status).toBe(303)
    const refused = await upload(eve, { id: 'Web.Two' })
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '3600'])
    await limited.close()
  })

  test('the way there: the header, the account menu, Manage Packages', async () => {
    const page = await (await signIn(server, await createUser(server))).get('/account/Packages')
    expect(page.html.match(/href="\/packages\/manage\/upload"/g)).toHaveLength(4) // and the empty list
    expect((await openVisitor(server).get('/packages')).html).not.toContain('/packages/manage/upload')
  })
})
