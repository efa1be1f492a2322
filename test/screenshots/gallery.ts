import { expect } from 'vitest'
import { askSupport } from '../../src/contact/ask-support.ts'
import { reportAbuse } from '../../src/contact/report-abuse.ts'
import { addOwner } from '../../src/owners/add-owner.ts'
import { reservePrefix } from '../../src/prefixes/change-prefix.ts'
import { requestPrefix } from '../../src/prefixes/request-prefix.ts'
import { deleteVersions } from '../../src/publish/delete-versions.ts'
import { changeDeprecation } from '../../src/publish/deprecate.ts'
import type { NupkgOptions } from '../build-nupkg.ts'
import { createKey, createOrganization, createUser, password } from '../people.ts'
import { push } from '../publish-requests.ts'
import { startTestServer, type TestServer } from '../server.ts'
import type { Result } from '../../src/result.ts'

const operator = { account: null, through: 'command-line', address: null } as const

/** A gallery with something in every list, as it looks after some months. */
export async function startGallery(): Promise<TestServer> {
  const server = await startTestServer({ settings: { LODE_DEV_PAGES: 'on' } })
  const { deps } = server
  await createUser(server, { name: 'root', password, admin: true })
  const ann = await createUser(server, { name: 'ann', password })
  const ben = await createUser(server, { name: 'ben' })
  const contoso = await createOrganization(server, { name: 'contoso', administrator: ann, collaborators: [ben] })
  const orgKey = await createKey(server, ann, { owner: contoso, globs: ['Contoso.*'] })
  const ownKey = await createKey(server, ann, { globs: ['Ann.*'], days: 7 })
  for (const version of ['1.0.0', '1.1.0', '2.0.0', '2.1.0-rc.1']) await publish(server, orgKey, library(version))
  for (const id of ['Contoso.Mail', 'Contoso.Queue', 'Contoso.Gone']) await publish(server, orgKey, { id })
  await publish(server, ownKey, { id: 'Ann.Tool', packageTypes: ['DotnetTool'], description: 'Counts lines of code.' })

  done(await reservePrefix(deps, { pattern: 'Contoso.*', ownerNames: ['contoso'], isShared: false }, operator))
  const prefix = { pattern: 'Ann.*', accountName: 'ann', message: 'I publish under my own name.' }
  done(await requestPrefix(deps, ann, prefix, operator))
  const message = 'Contoso.Core does the same and is looked after.'
  const deprecation = { reasons: ['Legacy'], message, alternate: { id: 'Contoso.Core', version: null } } as const
  const all = { versions: 'all', deprecation, isListed: null } as const
  done(await changeDeprecation(deps, { kind: 'administrator' }, { id: 'Contoso.Queue', ...all }, operator))
  const deletion = { id: 'Contoso.Gone', versions: 'all', kind: 'soft', reason: 'published by mistake' } as const
  done(await deleteVersions(deps, { kind: 'administrator' }, deletion, operator))
  const asked = { id: 'Ann.Tool', name: 'ben', message: 'Will you help me with this?', handOverFrom: null }
  done(await addOwner(deps, { kind: 'user', user: ann }, asked, { ...operator, account: ann }))
  const report = {
    package: { id: 'Contoso.Mail', version: '1.0.0' },
    reason: 'malicious',
    hasAskedOwners: true,
  } as const
  const said = { message: 'It sends my mail to somebody else.', email: 'reader@example.com', wantsCopy: false }
  done(await reportAbuse(deps, { ...report, ...said }, operator))
  const question = { subject: 'A longer name', message: 'May my account be renamed?', wantsCopy: true }
  done(await askSupport(deps, ben, question, { ...operator, account: ben }))
  return server
}

function done(result: Result<unknown, unknown>): void {
  expect(result).toMatchObject({ ok: true })
}

async function publish(server: TestServer, key: string, pkg: NupkgOptions & { id: string }): Promise<void> {
  expect((await push(server, key, pkg)).status).toBe(201)
}

function library(version: string): NupkgOptions & { id: string } {
  const dependency = (id: string) => ({ id, version: '[1.0.0, )' })
  return {
    id: 'Contoso.Core',
    version,
    title: 'Contoso Core',
    authors: 'Contoso',
    description: 'What all of our services share: configuration, logging and health.',
    tags: 'contoso configuration logging health',
    readme,
    dependencies: [
      { targetFramework: 'net8.0', dependencies: [dependency('Contoso.Mail')] },
      { targetFramework: 'netstandard2.0', dependencies: [dependency('Contoso.Mail'), dependency('System.Text.Json')] },
    ],
    metadata:
      '<releaseNotes>Health checks answer sooner.\nConfiguration may be encrypted.</releaseNotes>' +
      '<projectUrl>https://contoso.example/core</projectUrl><copyright>© Contoso</copyright>' +
      '<repository type="git" url="https://git.contoso.example/core.git" />',
    files: {
      'lib/net8.0/Contoso.Core.dll': Buffer.from('MZ\x90\0\x03', 'latin1'),
      'lib/netstandard2.0/Contoso.Core.dll': Buffer.from('MZ\x90\0\x03', 'latin1'),
      'content/settings.json': `{\n  "version": "${version}",\n  "retries": 3\n}\n`,
    },
  }
}

const readme = `# Contoso.Core

What all of our services share.

> [!TIP]
> Start with the defaults: they are those of our own services.

## Use it

\`\`\`csharp
var builder = WebApplication.CreateBuilder(args);
builder.AddContoso(options => options.Retries = 3); // more than enough
\`\`\`

| Setting | Meaning | Default |
|---------|---------|--------:|
| \`Retries\` | how often it tries again | 3 |
| \`Timeout\` | how long it waits | 30 s |

- [x] configuration
- [x] logging
- [ ] tracing
`
