import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../src/accounts/account.ts'
import { deleteAccount } from '../src/accounts/delete-account.ts'
import { updateAccount } from '../src/accounts/store.ts'
import { abuseReasons, guidedReasons } from '../src/contact/ticket.ts'
import { closeBrowserAfterAll, expectNoSeriousAxe, expectNoSidewaysScroll, hasBrowser, newPage } from './browser.ts'
import { canRunOn } from './databases.ts'
import { createKey, createOrganization, createUser } from './people.ts'
import { push } from './publish-requests.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor, signIn, textOf, type Visitor } from './session.ts'

const operator = { account: null, through: 'command-line', address: null } as const

/** Some people, and a package of three owners: ann, ben who takes no messages, and the organization contoso. */
async function prepare(server: TestServer) {
  const root = await createUser(server, { name: 'root', admin: true })
  const ann = await createUser(server, { name: 'ann' })
  const ben = await createUser(server, { name: 'ben' })
  const eve = await createUser(server, { name: 'eve' })
  const contoso = await createOrganization(server, { name: 'contoso', administrator: ann })
  const secret = await createKey(server, ann)
  await push(server, secret, { id: 'Contoso.Core', version: '1.0.0' })
  await push(server, await createKey(server, ben), { id: 'Silent', version: '1.0.0' })
  await server.deps.db.transaction(async (tx) => {
    await updateAccount(tx, ben.id, { contactAllowed: false })
    const pkg = await tx
      .selectFrom('packages')
      .select('id')
      .where('lower_id', '=', 'contoso.core')
      .executeTakeFirstOrThrow()
    for (const owner of [ben, contoso]) {
      await tx.insertInto('package_owners').values({ package_key: pkg.id, account_id: owner.id, added_at: 1 }).execute()
    }
  })
  return { root, ann, ben, eve, contoso }
}

const report = '/packages/Contoso.Core/1.0.0/ReportAbuse'
const write = '/packages/Contoso.Core/1.0.0/ContactOwners'

describe.each(['sqlite', 'postgres'] as const)('reports and messages on %s', (database) => {
  describe.skipIf(!canRunOn(database))('over HTTP', () => {
    let server: TestServer
    let people: Awaited<ReturnType<typeof prepare>>
    let stranger: Visitor

    beforeAll(async () => {
      server = await startTestServer({ database, settings: { LODE_LIMIT_CONTACT: 'off' } })
      people = await prepare(server)
      stranger = openVisitor(server)
    })
    afterAll(() => server.close())

    const tickets = () => server.deps.db.read.selectFrom('tickets').selectAll().orderBy('id').execute()
    const audit = () => server.deps.db.read.selectFrom('audit').selectAll().orderBy('id').execute()
    const newMails = async (work: () => Promise<unknown>) => {
      const before = (await server.mails()).length
      await work()
      return (await server.mails()).slice(before)
    }

    test('gallery 50: whoever reports a package makes a ticket; its owners do not learn who', async () => {
      const fields = {
        reason: 'malicious',
        email: 'stranger@example.com',
        message: 'It steals keys.\r\n\r\nLook at *line 3*.',
      }
      const mails = await newMails(async () => {
        const sent = await stranger.post(report, fields)
        expect([sent.status, sent.location]).toEqual([303, '/packages/Contoso.Core/1.0.0'])
        expect(textOf((await stranger.get(sent.location ?? '')).html)).toMatch(
          /have your report of Contoso\.Core, number \d+/,
        )
      })
      expect(mails.map(({ to }) => to)).toEqual([[people.root.email]]) // none to the address that was only typed
      expect(mails[0]?.subject).toMatch(/Report \d+: Contoso\.Core 1\.0\.0, It is malicious/)
      expect(mails[0]?.text).toContain('It steals keys.')
      expect(mails[0]?.text).toContain('Look at *line 3*.')
      const [ticket] = await tickets()
      expect(ticket).toMatchObject({
        kind: 'abuse',
        reason: 'malicious',
        package_id: 'Contoso.Core',
        message: 'It steals keys.\n\nLook at *line 3*.',
        sender_id: null,
        email: 'stranger@example.com',
        closed_at: null,
      })
      const signedIn = await signIn(server, people.eve)
      const mailed = await newMails(() => signedIn.post(report, { reason: 'other', message: 'Again.', copy: 'yes' }))
      expect(mailed.map(({ to }) => to)).toEqual([[people.root.email], [people.eve.email]])
      expect(
        (await audit()).filter(({ action }) => action === 'ReportAbuse').map(({ actor_name: who }) => who),
      ).toEqual([null, 'eve'])
      const { html } = await (await signIn(server, people.ann)).get('/account/activity')
      const activity = textOf(html.slice(html.indexOf('<tbody'))) // the filter above names every action
      expect(activity).toContain('Version published')
      expect(activity).not.toMatch(/Package reported|\beve\b/)
    })

    test('gallery 50: for a bug, a vulnerability, a licence and intimate images there is guidance, and nothing is sent', async () => {
      const before = [await tickets(), (await audit()).length]
      for (const reason of guidedReasons) {
        const mails = await newMails(async () => {
          const page = await stranger.post(report, { reason, email: 'a@example.com', message: 'It has a fault.' })
          expect([reason, page.status]).toEqual([reason, 200])
          expect(textOf(page.html)).toContain('Nothing was sent')
          expect(page.html).toContain('It has a fault.') // for another reason it can be sent without typing it again
        })
        expect(mails).toEqual([])
      }
      expect([await tickets(), (await audit()).length]).toEqual(before)
    })

    test.each([
      [{ email: 'a@example.com', message: 'x' }, 'Choose why you report it.'],
      [{ reason: 'other', email: 'a@example.com' }, 'Write what you want to say.'],
      [
        { reason: 'other', email: 'a@example.com', message: 'x'.repeat(4001) },
        'The message has at most 4000 characters.',
      ],
      [{ reason: 'other', message: 'x' }, 'Enter an e-mail address'],
      [{ reason: 'other', email: 'a@example.com\r\nBcc: b@example.com', message: 'x' }, 'Enter an e-mail address'],
    ])('a report with %j is refused, and leaves nothing', async (fields, sentence) => {
      const before = [await tickets(), (await audit()).length]
      const mails = await newMails(async () => {
        const page = await stranger.post(report, fields as Record<string, string>)
        expect(page.status).toBe(400)
        expect(textOf(page.html)).toContain(sentence)
      })
      expect([await tickets(), (await audit()).length, mails]).toEqual([...before, []])
    })

    test('a report from a program that fills in what people do not see is refused, and leaves nothing', async () => {
      expect((await stranger.get(report)).html).toMatch(/name="website"[^>]*tabindex="-1"/)
      const before = await tickets()
      const fields = {
        reason: 'other',
        email: 'a@example.com',
        message: 'Cheap pills.',
        website: 'https://pills.example',
      }
      const mails = await newMails(async () => {
        const page = await stranger.post(report, fields)
        expect([page.status, textOf(page.html)]).toEqual([
          400,
          expect.stringContaining('a field that people do not see'),
        ])
        expect(page.html).toContain('Cheap pills.') // a person whose browser filled it in sends it again
      })
      expect([await tickets(), mails]).toEqual([before, []])
      expect((await (await signIn(server, people.eve)).get(report)).html).not.toContain('name="website"')
    })

    test.each(['reason', 'email', 'message', 'website'])('a NUL in %s is no form', async (name) => {
      const fields = { reason: 'other', email: 'a@example.com', message: 'x', [name]: 'a\0b' }
      const before = await tickets()
      expect((await stranger.post(report, fields)).status).toBe(400)
      expect(await tickets()).toEqual(before)
    })

    test('an address with a NUL in it finds nothing, and breaks nothing', async () => {
      for (const path of [
        '/packages/a%00b',
        '/packages/a%00b/1.0.0/ReportAbuse',
        '/profiles/%00',
        '/stats/packages/%00',
      ]) {
        expect([path, (await stranger.get(path)).status]).toEqual([path, 404])
      }
      const admin = await signIn(server, people.root)
      for (const path of ['/admin/users?q=%00', '/admin/packages?q=%00', '/admin/keys?q=%00', '/admin/audit?who=%00']) {
        expect([path, (await admin.get(path)).status]).toEqual([path, 200])
      }
    })

    test('owners find what they can do themselves in place of the form', async () => {
      const owner = await signIn(server, people.ann)
      const page = await owner.get(report)
      expect(textOf(page.html)).toContain('This is your package')
      expect(page.html).toContain('href="/policies/Contact?subject=Contoso.Core%201.0.0"')
      expect((await owner.get('/packages/Contoso.Core/1.0.0/ReportMyPackage')).location).toBe(report)
      expect((await stranger.get('/packages/Contoso.Core/9.9.9/ReportAbuse')).status).toBe(404)
    })

    test('gallery 49: a message reaches those owners alone who take some, and shows no address', async () => {
      const eve = await signIn(server, people.eve)
      const form = await eve.get(write)
      expect(textOf(form.html)).toContain('by e-mail to 2 owners')
      const mails = await newMails(async () => {
        const sent = await eve.post(write, { message: 'How do I start it?', copy: 'yes' })
        expect(sent.status).toBe(303)
        const after = await eve.get(sent.location ?? '')
        expect(textOf(after.html)).toContain('on its way to 2 owners of Contoso.Core')
        for (const { html } of [form, sent, after]) {
          for (const { email } of [people.ann, people.ben, people.contoso]) expect(html).not.toContain(email)
        }
      })
      expect(mails.map(({ to }) => to[0]).sort()).toEqual(
        [people.ann.email, people.contoso.email, people.eve.email].sort(),
      )
      for (const { to, text } of mails) {
        expect(text).toContain('How do I start it?')
        const others = [people.ann, people.ben, people.contoso].filter(({ email }) => email !== to[0])
        for (const { email } of others) expect(text).not.toContain(email)
      }
      const rows = await server.deps.db.read
        .selectFrom('mails')
        .selectAll()
        .where('kind', '=', 'contact-owners')
        .execute()
      expect(rows.map((row) => row.reply_to)).toEqual([people.eve.email, people.eve.email])
      expect((await audit()).at(-1)).toMatchObject({ action: 'ContactOwners', actor_name: 'eve', package_id: null })
    })

    test('strangers and locked users do not write to owners, and nobody to owners who take nothing', async () => {
      expect((await stranger.get(write)).location).toMatch(/^\/users\/account\/LogOn\?returnUrl=/)
      const eve = await signIn(server, people.eve)
      expect(textOf((await eve.get('/packages/Silent/1.0.0/ContactOwners')).html)).toContain('No owner takes messages')
      const refused = await eve.post('/packages/Silent/1.0.0/ContactOwners', { message: 'x' }, { from: write })
      expect([refused.status, textOf(refused.html)]).toEqual([400, expect.stringContaining('No owner of Silent takes')])
      const lockedUser = await createUser(server)
      const locked = await signIn(server, lockedUser)
      await server.deps.db.transaction((tx) => updateAccount(tx, lockedUser.id, { lockedAt: server.clock.now() }))
      const mails = await newMails(async () => {
        const page = await locked.post(write, { message: 'x' })
        expect([page.status, textOf(page.html)]).toEqual([400, expect.stringContaining('Your account is locked')])
      })
      expect(mails).toEqual([])
    })

    test('a question goes to the administrators, with the address that answers go to', async () => {
      const eve = await signIn(server, people.eve)
      const mails = await newMails(async () => {
        const sent = await eve.post('/policies/Contact', {
          subject: 'My <name>',
          message: 'Please rename me.',
          copy: 'yes',
        })
        expect(sent.status).toBe(303)
      })
      expect(mails.map(({ to }) => to)).toEqual([[people.root.email], [people.eve.email]])
      expect(mails[0]?.subject).toMatch(/Question \d+: My <name>/)
      const row = await server.deps.db.read
        .selectFrom('mails')
        .selectAll()
        .where('kind', '=', 'support-question')
        .executeTakeFirstOrThrow()
      expect(row.reply_to).toBe(people.eve.email)
      for (const [fields, sentence] of [
        [{ message: 'x' }, 'Say in a few words what it is about.'],
        [{ subject: 'x'.repeat(101), message: 'x' }, 'The subject has at most 100 characters.'],
      ] as const) {
        const page = await eve.post('/policies/Contact', fields)
        expect([page.status, textOf(page.html)]).toEqual([400, expect.stringContaining(sentence)])
      }
      expect((await stranger.get('/policies/Contact')).location).toMatch(/^\/users\/account\/LogOn/)
    })

    test('a subject is one line, in the inbox and in the mail', async () => {
      const eve = await signIn(server, people.eve)
      const mails = await newMails(async () => {
        const subject = 'Help\r\nBcc: everybody@example.com\r\n\r\nA body'
        expect((await eve.post('/policies/Contact', { subject, message: 'x' })).status).toBe(303)
      })
      expect((await tickets()).at(-1)?.subject).toBe('Help Bcc: everybody@example.com A body')
      expect(mails.map(({ to }) => to)).toEqual([[people.root.email]])
      expect(mails[0]?.subject).toMatch(/: Help Bcc: everybody@example\.com A body$/)
    })

    test('what is written reaches mails and the inbox as text, and cannot pass for words of the gallery', async () => {
      const message = '<script>hacked(1)</script>\n\n---\n\n[Sign in](https://evil.example) **now**\n> Yours, Lode'
      const mails = await newMails(() => stranger.post(report, { reason: 'other', email: 'a@example.com', message }))
      expect(mails[0]?.html).not.toMatch(/<script|href="https:\/\/evil/)
      expect(mails[0]?.text).toContain('> [Sign in](https://evil.example) **now**\n> > Yours, Lode')
      const number = (await tickets()).at(-1)?.id
      const page = await (await signIn(server, people.root)).get(`/admin/tickets/${number}`)
      expect(page.html).toContain('&lt;script&gt;hacked(1)&lt;/script&gt;')
      expect(page.html).not.toMatch(/<script>|href="https:\/\/evil/)
    })

    test('who waits for the mail that confirms their address asks and reports under their name', async () => {
      const unconfirmed = await createUser(server)
      await server.deps.db.transaction((tx) =>
        tx
          .updateTable('accounts')
          .set({ email: null, unconfirmed_email: 'new@example.com' })
          .where('id', '=', unconfirmed.id)
          .execute(),
      )
      const visitor = await signIn(server, unconfirmed)
      expect((await visitor.get(report)).html).toContain('value="new@example.com"')
      const mails = await newMails(async () => {
        const fields = { subject: 'No mail', message: 'Nothing comes.', copy: 'yes' }
        expect((await visitor.post('/policies/Contact', fields)).status).toBe(303)
      })
      expect(mails.map(({ to }) => to)).toEqual([[people.root.email]]) // none to an address that may be somebody else's
      expect((await tickets()).at(-1)).toMatchObject({
        sender_id: unconfirmed.id,
        email: 'new@example.com',
        email_confirmed: 0,
      })
      const row = await server.deps.db.read.selectFrom('mails').selectAll().orderBy('id', 'desc').executeTakeFirst()
      expect(row).toMatchObject({ kind: 'support-question', reply_to: null })
      const number = (await tickets()).at(-1)?.id
      const page = await (await signIn(server, people.root)).get(`/admin/tickets/${number}`)
      expect(textOf(page.html)).toContain('new@example.com address not confirmed')
    })

    test('the inbox has pages, and the home of administrators says how many wait', async () => {
      const admin = await signIn(server, people.root)
      const open = (await tickets()).filter((ticket) => ticket.closed_at === null).length
      await server.deps.db.transaction(async (tx) => {
        const { id: _, ...row } = await tx.selectFrom('tickets').selectAll().limit(1).executeTakeFirstOrThrow()
        const rows = Array.from({ length: 60 }, (_, i) => ({ ...row, closed_at: null, message: `Number ${i}` }))
        await tx.insertInto('tickets').values(rows).execute()
      })
      expect(textOf((await admin.get('/admin')).html)).toContain(`Reports and questions ${open + 60} open`)
      const links = (html: string) => html.match(/href="\/admin\/tickets\/\d+"/g) ?? []
      const first = await admin.get('/admin/tickets')
      const older = /href="(\/admin\/tickets\?state=open&amp;before=\d+)"/.exec(first.html)?.[1] ?? ''
      const second = await admin.get(older.replace('&amp;', '&'))
      expect(new Set([...links(first.html), ...links(second.html)]).size).toBe(open + 60)
      expect(second.html).not.toContain('Older ones')
      expect(links((await admin.get('/admin/tickets?before=x')).html)).toEqual([])
      await server.deps.db.transaction((tx) => tx.deleteFrom('tickets').where('message', 'like', 'Number %').execute())
    })

    test('the inbox is for administrators, who close and reopen what is in it', async () => {
      expect((await (await signIn(server, people.eve)).get('/admin/tickets')).status).toBe(404)
      const admin = await signIn(server, people.root)
      const inbox = await admin.get('/admin/tickets')
      expect(textOf(inbox.html)).toContain('Contoso.Core 1.0.0: It is malicious')
      const number = (await tickets())[0]?.id ?? 0
      const page = textOf((await admin.get(`/admin/tickets/${number}`)).html)
      expect(page).toContain('It steals keys.')
      expect(page).toContain('stranger@example.com address not confirmed')
      expect((await admin.post(`/admin/tickets/${number}`, { act: 'close', note: 'Deleted it.' })).status).toBe(303)
      expect(textOf((await admin.get('/admin/tickets')).html)).not.toContain('It is malicious')
      expect(textOf((await admin.get('/admin/tickets?state=closed')).html)).toContain('It is malicious')
      expect(textOf((await admin.get(`/admin/tickets/${number}`)).html)).toContain('Deleted it.')
      const again = await admin.post(`/admin/tickets/${number}`, { act: 'close' })
      expect([again.status, textOf(again.html)]).toEqual([
        400,
        expect.stringContaining('Somebody else did that already.'),
      ])
      expect((await admin.post(`/admin/tickets/${number}`, { act: 'reopen' })).status).toBe(303)
      expect(textOf((await admin.get('/admin/tickets')).html)).toContain('It is malicious')
      expect((await audit()).slice(-2).map(({ action }) => action)).toEqual(['CloseTicket', 'ReopenTicket'])
      expect((await admin.get('/admin/tickets/999')).status).toBe(404)
    })

    test('of a deleted account its tickets keep what was said, and not where it could be reached', async () => {
      const gone = await createUser(server, { name: 'gone' })
      await (await signIn(server, gone)).post('/policies/Contact', { subject: 'Bye', message: 'I leave.' })
      expect((await tickets()).at(-1)?.email).toBe(gone.email)
      const deleted = await deleteAccount(server.deps, gone.name, { orphans: 'keep' }, operator)
      expect(deleted.ok).toBe(true)
      expect((await tickets()).at(-1)).toMatchObject({ message: 'I leave.', email: null, address: null })
    })
  })
})

describe('how often', () => {
  test('a report, a message and a question count together, by address and by account', async () => {
    const server = await startTestServer({ settings: { LODE_LIMIT_CONTACT: '2/hour' } })
    try {
      await prepare(server)
      const stranger = openVisitor(server)
      const send = () => stranger.post(report, { reason: 'other', email: 'a@example.com', message: 'x' })
      expect([(await send()).status, (await send()).status]).toEqual([303, 303])
      const refused = await send()
      expect([refused.status, Number(refused.headers.get('Retry-After')) > 0]).toEqual([429, true])
      expect(await server.deps.db.read.selectFrom('tickets').select('id').execute()).toHaveLength(2)
    } finally {
      await server.close()
    }
  })
})

describe.skipIf(!hasBrowser)('reports and messages in a browser', () => {
  let server: TestServer
  let people: Awaited<ReturnType<typeof prepare>>

  closeBrowserAfterAll()
  beforeAll(async () => {
    server = await startTestServer()
    people = await prepare(server)
  })
  afterAll(() => server.close())

  test('gallery 49: contact owners reaches only those who allow; sender’s copy; addresses not in page source', async () => {
    const page = await newPage(server, { as: await signIn(server, people.eve) })
    const sources: string[] = []
    page.on('response', async (response) => sources.push(await response.text().catch(() => '')))
    await page.goto('/packages/Contoso.Core')
    await page.getByRole('link', { name: 'Contact owners' }).click()
    await page.getByLabel('Message', { exact: true }).fill('How do I start it?\nWith what?')
    await page.getByLabel('Send me a copy').check()
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('Your message is on its way to 2 owners').waitFor()
    const to = (await server.mails())
      .filter(({ text }) => text.includes('How do I start it?'))
      .map((mail) => mail.to[0])
    expect(to.sort()).toEqual([people.ann.email, people.contoso.email, people.eve.email].sort())
    const source = sources.join('\n') + (await page.content())
    expect(source).toContain('Contoso.Core')
    for (const { email } of [people.ann, people.ben, people.contoso]) expect(source).not.toContain(email)
  })

  test('gallery 50: report abuse anonymous with reason malicious → ticket; with reason bug → guidance only', async () => {
    const page = await newPage(server)
    await page.goto('/packages/Contoso.Core')
    await page.getByRole('link', { name: 'Report package' }).click()
    await page.getByLabel('It has a bug').check()
    await page.getByLabel('Your e-mail address').fill('stranger@example.com')
    await page.getByLabel('Message', { exact: true }).fill('It steals keys.')
    await page.getByRole('button', { name: 'Report' }).click()
    await page.getByText('Nothing was sent').waitFor()
    expect(await server.deps.db.read.selectFrom('tickets').select('id').execute()).toEqual([])
    await page.getByLabel('It is malicious').check()
    await page.getByRole('button', { name: 'Report' }).click()
    await page.getByText('The administrators have your report').waitFor()
    const admin = await newPage(server, { as: await signIn(server, people.root) })
    await admin.goto('/admin')
    await admin.getByRole('link', { name: 'Reports and questions' }).click()
    await admin.getByRole('link', { name: /Contoso\.Core 1\.0\.0: It is malicious/ }).click()
    await admin.getByText('It steals keys.').waitFor()
    await admin.getByLabel('Note for administrators').fill('Deleted it.')
    await admin.getByRole('button', { name: 'Close' }).click()
    await admin.getByText('Nothing is waiting for you').waitFor()
  })

  test.each([
    ['en', 'light', 1200],
    ['zh-CN', 'dark', 390],
  ] as const)('the pages are accessible and fit the window: %s, %s, %d wide', async (language, theme, width) => {
    const looks = { language, theme, viewport: { width, height: 800 } } as const
    const root: Account = people.root
    for (const [as, paths] of [
      [null, [report]],
      [people.eve, [report, write, '/packages/Silent/1.0.0/ContactOwners', '/policies/Contact']],
      [people.ann, [report]],
      [root, ['/admin/tickets', '/admin/tickets?state=closed', '/admin/tickets/1']],
    ] as const) {
      const page = await newPage(server, { ...looks, ...(as ? { as: await signIn(server, as) } : {}) })
      for (const path of paths) {
        await page.goto(path)
        await expectNoSeriousAxe(page)
        await expectNoSidewaysScroll(page)
      }
      if (as !== null) continue
      await page.locator(`[value=${guidedReasons[0]}]`).check()
      await page.locator('[name=message]').fill('x')
      await page.locator('main [type=submit]').click()
      await page.locator('#guidance').waitFor()
      await expectNoSeriousAxe(page)
      await expectNoSidewaysScroll(page)
    }
  })

  test('every reason can be chosen', async () => {
    const { html } = await openVisitor(server).get(report)
    for (const reason of abuseReasons) expect(html).toContain(`value="${reason}"`)
  })
})
