import { SMTPServer } from 'smtp-server'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { forEachDatabase } from '../../test/databases.ts'
import { parseConfig, type Config } from '../config.ts'
import type { Blobs } from '../blobs/blobs.ts'
import type { Database } from '../db/database.ts'
import { createJobHandlers } from '../jobs/handlers.ts'
import { startJobRunner } from '../jobs/runner.ts'
import { queueMail } from './queue.ts'
import { listMails } from './store.ts'

type Received = { readonly from: string; readonly to: string[]; readonly source: string }
type Sink = { readonly url: string; readonly received: Received[]; answer: Error | null }

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** A real SMTP server on a port of its own. `answer` refuses every mail until it is null again. */
async function startSink(): Promise<Sink> {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true, // its built-in certificate has expired
    onRcptTo: (_address, _session, done) => done(sink.answer),
    onData(stream, session, done) {
      stream.toArray().then(
        (chunks: Buffer[]) => {
          const { mailFrom, rcptTo } = session.envelope
          const from = mailFrom ? mailFrom.address : ''
          received.push({ from, to: rcptTo.map((to) => to.address), source: Buffer.concat(chunks).toString() })
          done()
        },
        (error: Error) => done(error),
      )
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => new Promise((resolve) => server.close(() => resolve())))
  const address = server.server.address()
  if (typeof address !== 'object' || !address) throw new Error('the sink has no port')
  const sink: Sink = { url: `smtp://127.0.0.1:${address.port}`, received, answer: null }
  return sink
}

function configWith(settings: Record<string, string>): Config {
  const config = parseConfig({ LODE_URL: 'https://packages.contoso.com', ...settings })
  if (!config.ok) throw new Error(JSON.stringify(config.error))
  return config.value
}

/** No job of a mail touches a file. */
const noBlobs = {} as Blobs

/** A runner without timer, whose clock a test moves. */
function startRunner(db: Database, config: Config) {
  const clock = { now: new Date('2026-11-24T10:00:00Z') }
  const deps = { blobs: noBlobs, db, config, log: pino({ level: 'silent' }), now: () => clock.now }
  const handlers = createJobHandlers(deps)
  const runner = startJobRunner(deps, handlers, { pollMs: null })
  closers.unshift(async () => {
    await runner.stop()
    handlers.close()
  })
  return { deps, clock, runner }
}

const mail = {
  kind: 'key-created',
  to: 'ann@contoso.com',
  account: null,
  language: 'zh-CN' as const,
  subject: '已创建密钥 ✓',
  markdown: '密钥 **ci** 已创建。',
}

forEachDatabase('mail', (open) => {
  test('a queued mail reaches the recipient once, in their language', async () => {
    const sink = await startSink()
    const db = await open()
    const { deps, runner } = startRunner(
      db,
      configWith({ LODE_SMTP: sink.url, LODE_MAIL_FROM: 'Lode <lode@contoso.com>' }),
    )
    await db.transaction((tx) => queueMail(tx, deps, mail))
    await runner.runDue()
    await runner.runDue()

    expect(sink.received).toHaveLength(1)
    expect(sink.received[0]).toMatchObject({ from: 'lode@contoso.com', to: ['ann@contoso.com'] })
    expect(sink.received[0]?.source).toMatch(/^Subject: =\?UTF-8\?/m)
    expect(sink.received[0]?.source).toMatch(/^Message-ID: <\d+\.1795514400000@contoso\.com>/m)
    expect(sink.received[0]?.source).toMatch(/^Auto-Submitted: auto-generated/m)
  })

  test('a sent mail keeps its row but not its bodies, which may hold one-time links', async () => {
    const sink = await startSink()
    const db = await open()
    const { deps, runner, clock } = startRunner(db, configWith({ LODE_SMTP: sink.url }))
    await db.transaction((tx) => queueMail(tx, deps, mail))
    await runner.runDue()
    expect(await listMails(db.read, { limit: 10 })).toMatchObject([
      { recipient: 'ann@contoso.com', subject: '[Lode] 已创建密钥 ✓', text: '', html: '', sentAt: clock.now },
    ])
  })

  test('a mail server that is away delays the mail and leaves the act alone', async () => {
    const sink = await startSink()
    sink.answer = Object.assign(new Error('try later'), { responseCode: 451 })
    const db = await open()
    const { deps, runner, clock } = startRunner(db, configWith({ LODE_SMTP: sink.url }))
    await db.transaction((tx) => queueMail(tx, deps, mail))
    await runner.runDue()
    expect(sink.received).toHaveLength(0)

    sink.answer = null
    await runner.runDue()
    expect(sink.received).toHaveLength(0) // not before the back-off is over
    clock.now = new Date(clock.now.getTime() + 16_000)
    await runner.runDue()
    expect(sink.received).toHaveLength(1)
  })

  test('an address that the mail server refuses for good is not tried again', async () => {
    const sink = await startSink()
    sink.answer = Object.assign(new Error('no such user'), { responseCode: 550 })
    const db = await open()
    const { deps, runner } = startRunner(db, configWith({ LODE_SMTP: sink.url }))
    await db.transaction((tx) => queueMail(tx, deps, mail))
    await runner.runDue()
    const job = await db.read.selectFrom('jobs').selectAll().where('kind', '=', 'send-mail').executeTakeFirstOrThrow()
    expect(job.finished_at).not.toBeNull()
    expect(job.last_error).toContain('no such user')
    expect(await listMails(db.read, { limit: 10 })).toMatchObject([{ sentAt: null }])
  })

  test('without SMTP the mail is kept for administrators, and no job waits', async () => {
    const db = await open()
    const { deps, runner } = startRunner(db, configWith({}))
    await db.transaction((tx) => queueMail(tx, deps, mail))
    await runner.runDue()
    const [kept] = await listMails(db.read, { limit: 10 })
    expect(kept).toMatchObject({ sentAt: null, kind: 'key-created' })
    expect(kept?.text).toContain('密钥 ci 已创建。')
    expect(await db.read.selectFrom('jobs').select('id').where('kind', '=', 'send-mail').execute()).toEqual([])
  })

  test('an act that is rolled back sends nothing', async () => {
    const db = await open()
    const { deps } = startRunner(db, configWith({ LODE_SMTP: 'smtp://127.0.0.1:9' }))
    await db
      .transaction(async (tx) => {
        await queueMail(tx, deps, mail)
        throw new Error('refused')
      })
      .catch(() => {})
    expect(await listMails(db.read, { limit: 10 })).toEqual([])
    expect(await db.read.selectFrom('jobs').select('id').execute()).toEqual([])
  })

  test('an address that smuggles a header is never queued', async () => {
    const db = await open()
    const { deps } = startRunner(db, configWith({}))
    const smuggling = { ...mail, to: 'x@y.z\r\nBcc: eve@example.com' }
    await expect(db.transaction((tx) => queueMail(tx, deps, smuggling))).rejects.toThrow('not an address')
    expect(await listMails(db.read, { limit: 10 })).toEqual([])
  })
})
