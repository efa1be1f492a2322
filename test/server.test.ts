import nodemailer from 'nodemailer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canRunOn } from './databases.ts'
import { startMailSink } from './mail-sink.ts'
import { createKey, createUser } from './people.ts'
import { startTestServer, type TestServer } from './server.ts'
import { openVisitor, signIn, textOf } from './session.ts'

test('the mail sink reads what was sent', async () => {
  const sink = await startMailSink()
  const sender = nodemailer.createTransport(sink.url)
  const text = 'Grüße, 程序包!\n.\n= a long line '.padEnd(300, 'x')
  const subject = '[Lode] 你的 API 密钥 “CI & more” 即将过期，请在到期之前重新生成它们以免中断'
  await sender.sendMail({
    from: 'a@b.example',
    to: ['c@d.example', 'e@f.example'],
    subject,
    text,
    html: `<p>${text}</p>`,
  })
  sender.close()
  await sink.close()
  expect(sink.received).toHaveLength(1)
  expect(sink.received[0]).toMatchObject({ to: ['c@d.example', 'e@f.example'], subject, from: 'a@b.example' })
  expect(sink.received[0]?.text.trim()).toBe(text)
  expect(sink.received[0]?.html.trim()).toBe(`<p>${text}</p>`)
})

for (const database of ['sqlite', 'postgres'] as const) {
  describe.skipIf(!canRunOn(database))(`a test server on ${database}`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startTestServer({ database, smtp: true, now: new Date('2026-11-24T10:00:00Z') })
    })
    afterAll(() => server.close())

    test('serves the home page to strangers and knows who signed in', async () => {
      const user = await createUser(server, { name: 'mona' })
      const stranger = await openVisitor(server).get('/')
      expect(stranger.status).toBe(200)
      expect(textOf(stranger.html)).not.toContain('mona')
      const visitor = await signIn(server, user)
      expect(textOf((await visitor.get('/')).html)).toContain('mona')
      server.clock.advance(7 * 3_600_000)
      expect(textOf((await visitor.get('/')).html)).not.toContain('mona')
    })

    test('mails about a new key are delivered when the jobs are run', async () => {
      const user = await createUser(server)
      expect(await createKey(server, user)).toMatch(/^\S{20,}$/)
      const mails = await server.mails()
      expect(mails.flatMap((mail) => mail.to)).toContain(user.email)
    })
  })
}
