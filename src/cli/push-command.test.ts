import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { buildNupkg } from '../../test/build-nupkg.ts'
import { forEachDatabase } from '../../test/databases.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { newInstanceOf, run } from './test-command.ts'

forEachDatabase('lode push --dry-run FILE', (_, kind) => {
  let env: NodeJS.ProcessEnv
  let folder: string
  const at = (name: string) => join(folder, name)

  beforeAll(async () => {
    env = await newInstanceOf(kind, ['ann', 'bob'])
    folder = temporaryFolder()
    writeFileSync(at('core.nupkg'), await buildNupkg({ id: 'Contoso.Core', readme: '# Core' }))
    await run(env, 'import', folder, '--owner', 'ann')
    writeFileSync(at('bare.nupkg'), await buildNupkg({ id: 'Contoso.Bare', version: '2.0.0+build' }))
    writeFileSync(at('broken.nupkg'), 'this is no zip')
  })

  test('says what would be published, with every warning, and ends with 0', async () => {
    const words = await run(env, 'push', '--dry-run', at('bare.nupkg'), '--user', 'ann')
    expect(words).toMatchObject({ code: 0, err: '' })
    expect(words.out).toMatch(
      /^Contoso\.Bare 2\.0\.0\+build, .* a new ID, for ann\.\n\nIt would be published\.\n\nWarnings:/,
    )
    expect(words.out).toContain('The package has no readme')
    const json = await run(env, 'push', '--dry-run', at('bare.nupkg'), '--json')
    expect(json.code).toBe(0)
    expect(JSON.parse(json.out)).toMatchObject({
      wouldPublish: true,
      id: 'Contoso.Bare',
      version: '2.0.0',
      fullVersion: '2.0.0+build',
      isNewId: true,
      owner: null,
      metadata: { authors: 'Lode', license: { type: 'expression', text: 'MIT' } },
      warnings: [{ code: 'readme-missing', message: expect.stringContaining('no readme') as string }],
      refusals: [],
    })
    expect(JSON.parse((await run(env, 'package', 'list', '--json')).out)).toHaveLength(1)
  })

  test('names every refusal, not the first alone, and ends with 1', async () => {
    const refused = await run(env, 'push', '--dry-run', at('core.nupkg'), '--user', 'bob', '--json')
    expect(refused.code).toBe(1)
    expect(JSON.parse(refused.out)).toMatchObject({
      wouldPublish: false,
      isNewId: false,
      owner: 'bob',
      refusals: [
        { code: 'not-package-owner', status: 403 },
        { code: 'version-exists', status: 409 },
      ],
    })
    const words = await run(env, 'push', '--dry-run', at('core.nupkg'))
    expect(words.code).toBe(1)
    expect(words.out).toContain('It would be refused, for one reason:\n  409  Contoso.Core 1.0.0 already exists.')
    const broken = await run(env, 'push', '--dry-run', at('broken.nupkg'))
    expect(broken.code).toBe(1)
    expect(broken.out).toContain('This file is no package')
    expect(broken.out).toContain('  400  The file is not a package')
  })

  test('does nothing else: without --dry-run, for an owner alone, and without a file it says what to do', async () => {
    expect(await run(env, 'push', at('bare.nupkg'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('add --dry-run') as string,
    })
    expect((await run(env, 'push', '--dry-run', at('bare.nupkg'), '--owner', 'ann')).err).toContain('--user USER')
    expect(await run(env, 'push', '--dry-run', at('missing.nupkg'))).toMatchObject({ code: 1, out: '' })
    expect((await run(env, 'push', '--dry-run', at('bare.nupkg'), '--user', 'nobody')).err).toContain(
      'There is no user called nobody',
    )
  })
})
