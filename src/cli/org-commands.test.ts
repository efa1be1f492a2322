import { beforeAll, expect, test } from 'vitest'
import { forEachDatabase } from '../../test/databases.ts'
import { newInstanceOf, run } from './test-command.ts'

forEachDatabase('lode org', (_, kind) => {
  let env: NodeJS.ProcessEnv
  const lode = (...args: string[]) => run(env, 'org', ...args)
  const json = async (...args: string[]): Promise<unknown> => JSON.parse((await lode(...args, '--json')).out)

  beforeAll(async () => {
    env = await newInstanceOf(kind, ['ann', 'ben'])
  })

  test('makes an organization, whose members are added, promoted and removed', async () => {
    const made = await lode('create', 'Contoso', '--email', 'org@contoso.example', '--admin', 'ann')
    expect(made).toEqual({ code: 0, out: 'Contoso was created.\n', err: '' })
    const added = await lode('member', 'add', 'Contoso', 'ben', '--role', 'collaborator')
    expect(added).toEqual({ code: 0, out: 'ben is collaborator of Contoso now.\n', err: '' })
    expect(await json('member', 'role', 'contoso', 'BEN', '--role', 'administrator')).toEqual({
      organization: 'contoso',
      user: 'ben',
      role: 'administrator',
    })
    expect(await json('show', 'contoso')).toMatchObject({
      name: 'Contoso',
      email: 'org@contoso.example',
      isLocked: false,
      members: [
        { name: 'ann', role: 'administrator' },
        { name: 'ben', role: 'administrator' },
      ],
      invitations: [],
      packages: [],
    })
    expect((await lode('member', 'remove', 'Contoso', 'ann')).out).toBe('ann is no member of Contoso any more.\n')
    const shown = await lode('show', 'Contoso')
    expect(shown.out).toMatch(
      /^Contoso\naddress: org@contoso\.example\n[^]*MEMBER {2}ROLE {11}SINCE\nben {5}administrator/,
    )
    const last = await lode('member', 'remove', 'Contoso', 'ben')
    expect([last.code, last.err]).toEqual([1, expect.stringContaining('last administrator of Contoso')])
  })

  test('says every fault at once, and knows two roles', async () => {
    const faulty = await lode('create', 'ann', '--email', 'nothing', '--admin', 'nobody')
    expect(faulty.code).toBe(1)
    expect(faulty.err).toMatch(/no user named nobody\..*name ann is taken\..*not a plain e-mail address/)
    expect((await lode('member', 'add', 'Contoso', 'ann', '--role', 'owner')).code).toBe(2)
    expect((await lode('show', 'Nothing')).err).toBe('lode: There is no organization named Nothing.\n')
  })

  test('deletes an organization for good: the name stays taken', async () => {
    expect(await json('delete', 'contoso')).toEqual({ name: 'Contoso', orphanedIds: [] })
    expect((await lode('show', 'Contoso')).code).toBe(1)
    const again = await lode('create', 'Contoso', '--email', 'org@contoso.example', '--admin', 'ann')
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('The name Contoso is taken.')])
  })
})
