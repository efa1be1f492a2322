import { expect, it } from 'vitest'
import { forEachDatabase } from '../../test/databases.ts'
import { createUser } from './create-user.ts'
import { register } from './register.ts'
import { findSession } from './session.ts'
import { browser, goodPassword, makeAccountSite, operator, type AccountSite } from './test-site.ts'

const ann = {
  name: 'ann',
  email: 'ann@contoso.example',
  password: goodPassword,
  language: 'en',
  returnUrl: null,
} as const

async function refusalsOf(site: AccountSite, fields: Partial<Record<'name' | 'email' | 'password', string>>) {
  const registered = await register(site, { ...ann, ...fields }, browser)
  return registered.ok ? [] : registered.error.map(({ code }) => code)
}

forEachDatabase('registering', (open) => {
  it('makes a signed-in account whose address waits for confirmation, and mails one link', async () => {
    const site = makeAccountSite(await open())
    const registered = await register(
      site,
      { ...ann, language: 'zh-CN', returnUrl: '/packages/manage/upload' },
      browser,
    )
    if (!registered.ok) throw new Error('refused')
    const { account, token } = registered.value
    expect(account).toMatchObject({
      name: 'ann',
      email: null,
      unconfirmedEmail: 'ann@contoso.example',
      contactAllowed: true,
      notifyPush: true,
      isAdmin: false,
      language: 'zh-CN',
    })
    expect((await findSession(site, token))?.account.id).toBe(account.id)
    expect(await site.countMails()).toBe(1)
    const mail = await site.lastMail()
    expect(mail).toMatchObject({ recipient: 'ann@contoso.example', subject: '[Lode] 请确认你的电子邮件地址' })
    expect(mail?.body_text).toContain('/account/confirm/ann/')
    expect(mail?.body_text).toContain('?returnUrl=%2Fpackages%2Fmanage%2Fupload')
    expect(await site.auditActions()).toEqual(['Register'])
  })

  it('keeps no password, session token or link in clear', async () => {
    const site = makeAccountSite(await open())
    const registered = await register(site, ann, browser)
    if (!registered.ok) throw new Error('refused')
    const dump = await site.dump()
    for (const secret of [goodPassword, registered.value.token, await site.mailedToken()])
      expect(dump).not.toContain(secret)
  })

  it('confirms the address at once where no mail can be sent', async () => {
    const site = makeAccountSite(await open(), { LODE_SMTP: '' })
    const registered = await register(site, ann, browser)
    expect(registered).toMatchObject({ ok: true, value: { account: { email: 'ann@contoso.example' } } })
    expect(await site.countMails()).toBe(0)
  })

  it('refuses taken names in any case, look-alikes, confirmed addresses and weak passwords, and leaves nothing behind', async () => {
    const site = makeAccountSite(await open())
    await createUser(
      site,
      { name: 'Contoso.Core', email: 'core@contoso.example', password: null, isAdmin: false },
      operator,
    )
    const before = await site.dump()
    expect(await refusalsOf(site, { name: 'contoso.CORE' })).toEqual(['name-taken'])
    expect(await refusalsOf(site, { name: 'Contoso-Core' })).toEqual(['name-look-alike'])
    expect(await refusalsOf(site, { email: 'CORE@contoso.example' })).toEqual(['email-taken'])
    expect(await refusalsOf(site, { password: 'password1234' })).toEqual(['password-common'])
    expect(await refusalsOf(site, { name: 'x', email: 'x', password: 'x' })).toEqual([
      'name-length',
      'email-invalid',
      'password-too-short',
    ])
    expect(await site.dump()).toBe(before)
    expect(await site.countMails()).toBe(0)
  })

  it('lets two people wait with the same unconfirmed address', async () => {
    const site = makeAccountSite(await open())
    expect(await refusalsOf(site, {})).toEqual([])
    expect(await refusalsOf(site, { name: 'ben' })).toEqual([])
  })

  it('gives a name to one of two who ask at the same moment', async () => {
    const site = makeAccountSite(await open())
    const both = await Promise.all([refusalsOf(site, {}), refusalsOf(site, { email: 'other@contoso.example' })])
    expect(both.flat()).toEqual(['name-taken'])
    expect(await site.auditActions()).toEqual(['Register'])
  })

  it('is refused where it is closed, while operators go on', async () => {
    const site = makeAccountSite(await open(), { LODE_REGISTRATION: 'closed' })
    expect(await refusalsOf(site, {})).toEqual(['registration-closed'])
    const made = await createUser(site, { name: 'ann', email: ann.email, password: null, isAdmin: true }, operator)
    expect(made).toMatchObject({ ok: true, value: { email: ann.email, isAdmin: true } })
  })
})
