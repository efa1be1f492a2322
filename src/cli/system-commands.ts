import type { Command } from 'commander'
import { listJobs } from '../jobs/list-store.ts'
import { retryJob } from '../jobs/retry-job.ts'
import { readMail } from '../mail/read-mail.ts'
import { resendMail } from '../mail/resend-mail.ts'
import { listMails } from '../mail/store.ts'
import { commandLine } from './actor.ts'
import { CommandFault } from './fault.ts'
import { withInstance } from './instance.ts'
import { limitOption, parseNumber } from './number.ts'
import { printResult, renderTable, renderTime } from './output.ts'
import type { CommandContext } from './program.ts'

type JsonFlag = { readonly json?: boolean }
type LimitFlags = JsonFlag & { readonly limit: number }

const asJson = ['--json', 'print the result as JSON'] as const

/** `lode admin jobs|retry|mails|mail`: the work after acts, and the mails that were written. */
export function addSystemCommands(admin: Command, context: CommandContext): void {
  addJobCommands(admin, context)
  addMailCommands(admin, context)
}

function addJobCommands(admin: Command, { env, output }: CommandContext): void {
  admin
    .command('jobs')
    .description('List the work that follows acts: what failed first, then what waits, then what is done.')
    .option(...limitOption)
    .option(...asJson)
    .action(async (flags: LimitFlags) => {
      const jobs = await withInstance(env, ({ db, now }) => listJobs(db.read, now(), flags.limit))
      const rows = jobs.map((job) => [
        String(job.id),
        job.kind,
        job.state,
        renderTime(job.runAt),
        String(job.attempts),
        job.lastError ?? '',
      ])
      printResult(output, flags, jobs, renderTable(['JOB', 'KIND', 'STATE', 'RUNS AT', 'TRIES', 'LAST ERROR'], rows))
    })
  admin
    .command('retry')
    .argument('<job>', 'its number from "lode admin jobs"', parseNumber)
    .description('Let a job that failed run again; the server does so within seconds.')
    .option(...asJson)
    .action(async (job: number, flags: JsonFlag) => {
      const retried = await withInstance(env, (instance) => retryJob(instance, job, commandLine))
      if (!retried.ok) throw new CommandFault('There is no such job, or it runs or is done already.')
      printResult(output, flags, { job }, `The job ${job} runs again.`)
    })
}

function addMailCommands(admin: Command, { env, output }: CommandContext): void {
  admin
    .command('mails')
    .description('List the mails that were written, newest first.')
    .option(...limitOption)
    .option(...asJson)
    .action(async (flags: LimitFlags) => {
      const mails = (await withInstance(env, ({ db }) => listMails(db.read, flags))).map((mail) => {
        const { id, kind, recipient, subject, createdAt, sentAt } = mail
        return { id, kind, recipient, subject, createdAt, sentAt }
      })
      const rows = mails.map((mail) => [
        String(mail.id),
        renderTime(mail.createdAt),
        mail.sentAt ? 'sent' : 'kept',
        mail.recipient,
        mail.subject,
      ])
      printResult(output, flags, mails, renderTable(['MAIL', 'WRITTEN', 'STATE', 'TO', 'SUBJECT'], rows))
    })
  admin
    .command('mail')
    .argument('<mail>', 'its number from "lode admin mails"', parseNumber)
    .description('Print a mail. Those that were sent have no text any more: it may have held a link.')
    .option('--resend', 'send it again, when it was not sent yet')
    .option(...asJson)
    .action(async (id: number, flags: JsonFlag & { readonly resend?: boolean }) => {
      const mail = await withInstance(env, async (instance) => {
        if (!flags.resend) return readMail(instance, id, commandLine)
        const sent = await resendMail(instance, id, commandLine)
        if (!sent.ok) throw new CommandFault(notSent[sent.error.code])
        return null
      })
      if (flags.resend) return printResult(output, flags, { id }, `The mail ${id} is sent again.`)
      if (!mail) throw new CommandFault(notSent['mail-unknown'])
      const { kind, recipient, subject, text, createdAt, sentAt } = mail
      const words = `To: ${recipient}\nSubject: ${subject}\nWritten: ${renderTime(createdAt)}\n\n${text.trimEnd()}`
      printResult(output, flags, { id, kind, recipient, subject, text, createdAt, sentAt }, words.trimEnd())
    })
}

const notSent = {
  'mail-unknown': 'There is no such mail.',
  'mail-sent': 'It was sent already, and has no text any more.',
  'mail-not-set-up': 'There is no mail server: set LODE_SMTP.',
} as const
