import { beforeAll, expect, test } from 'vitest'
import { forEachDatabase } from '../../test/databases.ts'
import { newInstanceOf, run } from './test-command.ts'

forEachDatabase('lode prefix', (_, kind) => {
  let env: NodeJS.ProcessEnv
  const lode = (...args: string[]) => run(env, 'prefix', ...args)

  beforeAll(async () => {
    env = await newInstanceOf(kind, ['ann', 'ben'])
  })

  test('reserves, lists, changes owners and releases', async () => {
    expect((await lode('list')).out).toBe('Nothing is reserved.\n')
    expect(await lode('reserve', 'Contoso.*', '--owner', 'ANN')).toEqual({
      code: 0,
      out: 'Contoso.* is reserved for ann.\n',
      err: '',
    })
    const shared = await lode('reserve', 'Samples.*', '--owner', 'ann', '--owner', 'ben', '--shared', '--json')
    expect(JSON.parse(shared.out)).toEqual({
      pattern: 'Samples.*',
      isPrefix: true,
      isShared: true,
      owners: ['ann', 'ben'],
    })
    expect((await lode('list')).out).toBe(
      'PREFIX     WHO MAY PUSH  OWNERS\nContoso.*  owners        ann\nSamples.*  anyone        ann, ben\n',
    )
    expect((await lode('owner', 'add', 'contoso.*', 'ben')).out).toBe('ben is an owner of Contoso.*.\n')
    const removed = await lode('owner', 'remove', 'Contoso.*', 'ann', '--json')
    expect(JSON.parse(removed.out)).toMatchObject({ owners: ['ben'] })
    expect((await lode('release', 'CONTOSO.*')).out).toBe('Contoso.* is not reserved any more.\n')
    expect(JSON.parse((await lode('list', '--json')).out)).toMatchObject([{ pattern: 'Samples.*' }])
  })

  test.each([
    [['reserve', 'Samples.Part', '--owner', 'nobody'], 'There is no account named nobody that can own a prefix'],
    [['reserve', 'Sam*', '--owner', 'ann'], 'Sam* cannot be reserved: Samples.* is reserved already'],
    [['reserve', 'a b*'], 'a b* cannot begin a package ID'],
    [['release', 'Nothing.*'], 'There is no reservation Nothing.*'],
    [['owner', 'remove', 'Samples.*', 'carl'], 'carl is not an owner of Samples.*'],
  ])('%j is refused in one sentence', async (args, sentence) => {
    expect(await lode(...args)).toEqual({
      code: 1,
      out: '',
      err: expect.stringContaining(`lode: ${sentence}`) as string,
    })
  })
})
