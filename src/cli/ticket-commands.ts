import type { Command } from 'commander'
import { closeTicket, reopenTicket } from '../contact/close-ticket.ts'
import { contactRefusalText } from '../contact/refusal-messages.ts'
import { findTicket, listTickets } from '../contact/ticket-store.ts'
import type { ContactRefusal, Ticket } from '../contact/ticket.ts'
import { translator } from '../i18n/translate.ts'
import type { Result } from '../result.ts'
import { commandLine } from './actor.ts'
import { CommandFault } from './fault.ts'
import { withInstance, type Instance } from './instance.ts'
import { limitOption, parseNumber } from './number.ts'
import { printResult, renderTable, renderTime } from './output.ts'
import type { CommandContext } from './program.ts'

type JsonFlag = { readonly json?: boolean }

const asJson = ['--json', 'print the result as JSON'] as const
const numberHelp = 'its number from "lode ticket list"'

/** `lode ticket …`: what people reported or asked, as on /admin/tickets. */
export function addTicketCommands(program: Command, context: CommandContext): void {
  const command = program.command('ticket').description('Reports of packages and questions to the administrators.')
  command
    .command('list')
    .description('List the open ones, the newest first.')
    .option('--closed', 'those that were closed instead')
    .option(...limitOption)
    .option(...asJson)
    .action(async (flags: JsonFlag & { readonly closed?: boolean; readonly limit: number }) => {
      const tickets = await withInstance(context.env, ({ db }) =>
        listTickets(db.read, { isOpen: !flags.closed, limit: flags.limit }),
      )
      const rows = tickets.map((ticket) => [
        String(ticket.number),
        renderTime(ticket.createdAt),
        oneLine(ticket.sender?.name ?? ticket.email ?? ''),
        oneLine(aboutOf(ticket)),
      ])
      const words = rows.length === 0 ? 'There is none.' : renderTable(['TICKET', 'SENT', 'FROM', 'ABOUT'], rows)
      printResult(context.output, flags, tickets, words)
    })
  command
    .command('show')
    .argument('<ticket>', numberHelp, parseNumber)
    .description('Print all of one.')
    .option(...asJson)
    .action(async (number: number, flags: JsonFlag) => {
      const ticket = await withInstance(context.env, ({ db }) => findTicket(db.read, number))
      if (!ticket) throw new CommandFault(`There is no ticket ${number}. Look at "lode ticket list".`)
      printResult(context.output, flags, ticket, renderTicket(ticket))
    })
  command
    .command('close')
    .argument('<ticket>', numberHelp, parseNumber)
    .description('Say that it is dealt with.')
    .option('--note <text>', 'for the other administrators', '')
    .option(...asJson)
    .action(async (number: number, flags: JsonFlag & { readonly note: string }) => {
      await act(context, (instance) => closeTicket(instance, number, flags.note, commandLine))
      printResult(context.output, flags, { number, isOpen: false }, `Ticket ${number} is closed.`)
    })
  command
    .command('reopen')
    .argument('<ticket>', numberHelp, parseNumber)
    .description('Open a closed one again.')
    .option(...asJson)
    .action(async (number: number, flags: JsonFlag) => {
      await act(context, (instance) => reopenTicket(instance, number, commandLine))
      printResult(context.output, flags, { number, isOpen: true }, `Ticket ${number} is open again.`)
    })
}

function act(
  context: CommandContext,
  operation: (instance: Instance) => Promise<Result<number, ContactRefusal>>,
): Promise<void> {
  return withInstance(context.env, async (instance) => {
    const result = await operation(instance)
    if (!result.ok) throw new CommandFault(contactRefusalText(translator('en'), result.error))
  })
}

function aboutOf({ package: pkg, reason, subject }: Ticket): string {
  return pkg ? `${pkg.id} ${pkg.version}: ${reason}` : (subject ?? '')
}

function renderTicket(ticket: Ticket): string {
  const { sender, email, isEmailConfirmed, createdAt, closed, message } = ticket
  const facts = [
    ['About', aboutOf(ticket)],
    [
      'From',
      [sender?.name ?? 'somebody not signed in', email, email && !isEmailConfirmed ? 'not confirmed' : null]
        .filter(Boolean)
        .join(', '),
    ],
    ['Sent', renderTime(createdAt)],
    ...(closed ? [['Closed', [renderTime(closed.at), closed.by, closed.note].filter(Boolean).join(', ')]] : []),
  ]
  const head = facts.map(([name, text = '']) => `${name}: ${oneLine(text)}`)
  return [...head, '', message.split('\n').map(oneLine).join('\n')].join('\n')
}

/** Strangers wrote it: nothing of it may move the cursor or colour the terminal. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\p{C}/gu, '?')
}
