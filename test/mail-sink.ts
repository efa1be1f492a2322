import { SMTPServer } from 'smtp-server'
import { parseMail, type ReceivedMail } from './parse-mail.ts'

/** A real SMTP server on loopback that keeps what it is given. */
export type MailSink = { readonly url: string; readonly received: readonly ReceivedMail[]; close(): Promise<void> }

export async function startMailSink(): Promise<MailSink> {
  const received: ReceivedMail[] = []
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData(stream, session, callback) {
      stream
        .toArray()
        .then((chunks) => {
          const recipients = session.envelope.rcptTo.map(({ address }) => address)
          received.push(parseMail(Buffer.concat(chunks as Buffer[]), recipients))
          callback()
        })
        .catch(callback)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  if (typeof address !== 'object' || !address) throw new Error('the SMTP server has no port')
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    received,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
