import { beforeAll, expect, test } from 'vitest'
import { forEachDatabase } from '../../test/databases.ts'
import { findAccountByName } from '../accounts/store.ts'
import { openDatabase } from '../db/open.ts'
import { inviteMember } from '../organizations/invite-member.ts'
import { requireConfig } from './instance.ts'
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

  test('changes what is named of the settings, and says what it does not take', async () => {
    const settings = ['--email', 'new@contoso.example', '--contact', 'no', '--push-mails', 'yes', '--key-days', '30']
    expect(await lode('set', 'contoso', ...settings)).toMatchObject({ code: 0, out: 'contoso was changed.\n' })
    expect(await json('set', 'contoso', '--two-factor', 'yes')).toEqual({
      organization: 'contoso',
      requiresTwoFactor: true,
    })
    expect(await json('show', 'contoso')).toMatchObject({
      email: 'new@contoso.example', // at once, whether there is a mail server or not
      unconfirmedEmail: null,
      contactAllowed: false,
      notifyPush: true,
      requiresTwoFactor: true,
      maxKeyDays: 30,
    })
    await lode('set', 'contoso', '--two-factor', 'no', '--key-days', 'none')
    expect(await json('show', 'contoso')).toMatchObject({ requiresTwoFactor: false, maxKeyDays: null })
    expect(await lode('set', 'contoso')).toMatchObject({ code: 2, out: '' })
    expect(await lode('set', 'contoso', '--contact', 'maybe')).toMatchObject({ code: 2 })
    const refused = await lode('set', 'contoso', '--key-days', '9999')
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('365')])
    expect((await lode('set', 'contoso', '--email', 'ann@contoso.example')).code).toBe(1)
    expect((await lode('set', 'nobody', '--contact', 'no')).code).toBe(1)
    expect(await json('list')).toMatchObject([{ name: 'Contoso', email: 'new@contoso.example', members: 1 }])
  })

  test('lists open invitations, answers them in the name of the user, and takes them back', async () => {
    const invite = async () => {
      const db = openDatabase(requireConfig(env))
      const ben = await findAccountByName(db.read, 'ben')
      if (!ben) throw new Error('no ben')
      const instance = { db, config: requireConfig(env), now: () => new Date() }
      const wanted = { organization: 'Contoso', user: 'ann', role: 'collaborator' } as const
      const invited = await inviteMember(instance, wanted, { account: ben, through: 'page', address: null })
      await db.close()
      expect(invited).toMatchObject({ ok: true })
    }
    await invite()
    const open = [{ organization: 'Contoso', user: 'ann', role: 'collaborator' }]
    expect(await json('invitation', 'list', '--org', 'contoso')).toMatchObject(open)
    expect(await json('invitation', 'list', '--user', 'ann')).toMatchObject(open)
    expect((await lode('invitation', 'list')).code).toBe(2)
    expect((await lode('invitation', 'list', '--org', 'nobody')).code).toBe(1)
    expect(await lode('invitation', 'decline', 'Contoso', 'ann')).toMatchObject({
      code: 0,
      out: 'ann does not join Contoso.\n',
    })
    await invite()
    expect(await json('invitation', 'cancel', 'Contoso', 'ANN')).toEqual({ organization: 'Contoso', user: 'ann' })
    expect(await lode('invitation', 'accept', 'Contoso', 'ann')).toEqual({
      code: 1,
      out: '',
      err: 'lode: This invitation is not open any more: it was answered or cancelled.\n',
    })
    await invite()
    expect((await lode('invitation', 'accept', 'Contoso', 'ann')).out).toBe('ann is a member of Contoso now.\n')
    expect((await lode('invitation', 'list', '--user', 'ann')).out).toBe('There is no open invitation.\n')
    expect(await json('show', 'contoso')).toMatchObject({ members: [{ name: 'ben' }, { name: 'ann' }] })
  })

  test('makes a user an organization at once, unless they are a member of one', async () => {
    const member = await lode('transform', 'ann', '--admin', 'ben')
    expect([member.code, member.err]).toEqual([1, expect.stringContaining('member of an organization')])
    expect((await lode('member', 'remove', 'Contoso', 'ann')).code).toBe(0)
    expect((await lode('transform', 'ann', '--admin', 'ann')).code).toBe(1)
    expect((await lode('transform', 'nobody', '--admin', 'ben')).err).toContain('no user named nobody')
    expect(await json('transform', 'ann', '--admin', 'BEN')).toEqual({ name: 'ann', administrator: 'BEN' })
    expect(await json('show', 'ann')).toMatchObject({ members: [{ name: 'ben', role: 'administrator' }] })
    expect((await lode('transform', 'ann', '--admin', 'ben')).code).toBe(1) // it is one already
    expect(await run(env, 'user', 'create', 'ann', '--email', 'a@contoso.example')).toMatchObject({ code: 1 })
  })

  test('each act is in the log as one of the command line', async () => {
    const entries = JSON.parse((await run(env, 'audit', 'list', '--through', 'command-line', '--json')).out) as {
      action: string
      actor: string | null
    }[]
    expect(entries.map(({ actor }) => actor)).toEqual(entries.map(() => null))
    expect(new Set(entries.map(({ action }) => action))).toEqual(
      new Set([
        'Register',
        'AddOrganization',
        'AddOrganizationMember',
        'UpdateOrganizationMember',
        'RemoveOrganizationMember',
        'ChangeEmail',
        'EditOrganization',
        'DeclineOrganizationInvitation',
        'CancelOrganizationInvitation',
        'TransformOrganization',
      ]),
    )
  })

  test('deletes an organization for good: the name stays taken', async () => {
    expect(await json('delete', 'contoso')).toEqual({ name: 'Contoso', orphanedIds: [] })
    expect((await lode('show', 'Contoso')).code).toBe(1)
    const again = await lode('create', 'Contoso', '--email', 'org@contoso.example', '--admin', 'ben')
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('The name Contoso is taken.')])
  })
})
