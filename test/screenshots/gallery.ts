import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { Account } from '../../src/accounts/account.ts'
import { askSupport } from '../../src/contact/ask-support.ts'
import { reportAbuse } from '../../src/contact/report-abuse.ts'
import { addOwner } from '../../src/owners/add-owner.ts'
import { reservePrefix } from '../../src/prefixes/change-prefix.ts'
import { requestPrefix } from '../../src/prefixes/request-prefix.ts'
import { deleteVersions } from '../../src/publish/delete-versions.ts'
import { changeDeprecation } from '../../src/publish/deprecate.ts'
import { changeReadme } from '../../src/publish/write-readme.ts'
import { addSponsorLink } from '../../src/sponsors/change-sponsors.ts'
import { stageUpload } from '../../src/upload/stage.ts'
import { buildNupkg, type NupkgOptions } from '../build-nupkg.ts'
import { createKey, createOrganization, createUser, password } from '../people.ts'
import { push } from '../publish-requests.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { signIn } from '../session.ts'
import type { Result } from '../../src/result.ts'
import { addMonthsOfDownloads } from './downloads.ts'
import { plannedPackages, type PlannedPackage } from './packages.ts'

const operator = { account: null, through: 'command-line', address: null } as const

const dayMs = 86_400_000

/** A gallery with something in every list, as it looks after eight months. */
export async function startGallery(options: { readonly port?: number } = {}): Promise<TestServer> {
  const now = new Date(Math.floor(Date.now() / 1000) * 1000)
  const settings = { LODE_DEV_PAGES: 'on' }
  const server = await startTestServer({ ...options, settings, now: daysBefore(now, 240) })
  const { deps, clock } = server
  const root = await createUser(server, { name: 'root', password, admin: true })
  const ann = await createUser(server, { name: 'ann', password })
  const ben = await createUser(server, { name: 'ben' })
  const cleo = await createUser(server, { name: 'cleo', password })
  const contoso = await createOrganization(server, {
    name: 'contoso',
    administrator: ann,
    administrators: [cleo],
    collaborators: [ben],
  })
  const fabrikam = await createOrganization(server, { name: 'fabrikam', administrator: ben })
  const keys = {
    contoso: await createKey(server, ann, { name: 'pipeline', owner: contoso, globs: ['Contoso.*'], days: 365 }),
    ann: await createKey(server, ann, { name: 'laptop', globs: ['Ann.*', 'Northwind.*'], days: 365 }),
    fabrikam: await createKey(server, ben, { name: 'release', owner: fabrikam, globs: ['Fabrikam.*'], days: 365 }),
  }
  done(await reservePrefix(deps, { pattern: 'Contoso.*', ownerNames: ['contoso'], isShared: false }, operator))
  for (const { pkg, version, daysAgo } of inOrder(plannedPackages)) {
    clock.set(daysBefore(now, daysAgo))
    await publish(server, keys[pkg.owner], { ...pkg, version, files: ofVersion(pkg.files, version) })
  }

  clock.set(daysBefore(now, 3))
  const old = await createKey(server, ann, {
    name: 'old build machine',
    globs: ['Contoso.Queue'],
    owner: contoso,
    days: 1,
  })
  expect(old).not.toBe('')
  await createKey(server, ann, { name: 'nightly', actions: ['push-version'], packageIds: ['Ann.Tool'], days: 8 })
  clock.set(now)
  await addMonthsOfDownloads(server, plannedPackages)

  const prefix = { pattern: 'Ann.*', accountName: 'ann', message: 'I publish under my own name.' }
  done(await requestPrefix(deps, ann, prefix, operator))
  const message = 'Contoso.Messaging does the same and is looked after.'
  const deprecation = {
    reasons: ['Legacy'],
    message,
    alternate: { id: 'Contoso.Messaging', version: null },
  } as const
  const all = { versions: 'all', deprecation, isListed: null } as const
  done(await changeDeprecation(deps, { kind: 'administrator' }, { id: 'Contoso.Queue', ...all }, operator))
  const deletion = { id: 'Contoso.Gone', versions: 'all', kind: 'soft', reason: 'published by mistake' } as const
  done(await deleteVersions(deps, { kind: 'administrator' }, deletion, operator))
  const asked = { id: 'Ann.Tool', name: 'ben', message: 'Will you help me with this?', handOverFrom: null }
  done(await addOwner(deps, { kind: 'user', user: ann }, asked, { ...operator, account: ann }))
  const sponsor = { id: 'Contoso.Core', url: 'https://opencollective.com/contoso' }
  done(await addSponsorLink(deps, { kind: 'user', user: ann }, sponsor, { ...operator, account: ann }))
  const written = { id: 'Contoso.Core', version: '1.1.0', markdown: '# Contoso.Core 1.1\n\nUse 2.0: it is faster.' }
  done(await changeReadme(deps, { kind: 'user', user: ann }, written, { ...operator, account: ann }))
  const waiting = await buildNupkg({ id: 'Root.Tools', authors: 'Root', license: null, description: 'For the night.' })
  const hash = createHash('sha512').update(waiting)
  const upload = { content: waiting, sizeBytes: waiting.length, sha512Hex: hash.copy().digest('hex') }
  const asRoot = { ...operator, account: root }
  done(await stageUpload(deps, root, { ...upload, sha512: hash.digest('base64') }, asRoot))
  const report = {
    package: { id: 'Contoso.Mail', version: '1.0.0' },
    reason: 'malicious',
    hasAskedOwners: true,
  } as const
  const said = { message: 'It sends my mail to somebody else.', email: 'reader@example.com', wantsCopy: false }
  done(await reportAbuse(deps, { ...report, ...said }, operator))
  const question = { subject: 'A longer name', message: 'May my account be renamed?', wantsCopy: true }
  done(await askSupport(deps, ben, question, { ...operator, account: ben }))
  await stage(server, ben)
  return server
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * dayMs)
}

function inOrder(planned: readonly PlannedPackage[]) {
  return planned
    .flatMap((pkg) => pkg.versions.map(([version, daysAgo]) => ({ pkg, version, daysAgo })))
    .toSorted((a, b) => b.daysAgo - a.daysAgo)
}

/** Where texts in the package say `VERSION`, so that versions differ. */
function ofVersion(files: NupkgOptions['files'], version: string): NupkgOptions['files'] {
  return Object.fromEntries(
    Object.entries(files ?? {}).map(([path, data]) => [
      path,
      typeof data === 'string' ? data.replace('VERSION', version) : data,
    ]),
  )
}

/** A package that waits for its user to look at it once more. */
async function stage(server: TestServer, user: Account): Promise<void> {
  const pkg = plannedPackages.find(({ id }) => id === 'Fabrikam.Charts')
  const upload = { ...pkg, version: '1.2.0', license: null, readme: undefined }
  const answer = await (await signIn(server, user)).upload('/packages/manage/upload', await buildNupkg(upload))
  expect(answer.status).toBe(303)
}

function done(result: Result<unknown, unknown>): void {
  expect(result).toMatchObject({ ok: true })
}

async function publish(server: TestServer, key: string, pkg: NupkgOptions & { id: string }): Promise<void> {
  expect((await push(server, key, pkg)).status).toBe(201)
}
