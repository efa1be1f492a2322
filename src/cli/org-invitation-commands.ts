import type { Command } from 'commander'
import { acceptInvitation, declineInvitation } from '../organizations/answer-invitation.ts'
import { listInvitationsOf, listInvitationsTo } from '../organizations/invitation-store.ts'
import { cancelInvitation } from '../organizations/invite-member.ts'
import { findOrganization } from '../organizations/take-organization.ts'
import { commandLine } from './actor.ts'
import { CommandFault } from './fault.ts'
import { withInstance, type Instance } from './instance.ts'
import { actOnOrganization, sentence } from './org-act.ts'
import { printResult, renderTable, renderTime } from './output.ts'
import type { CommandContext } from './program.ts'
import { requireUser } from './require-user.ts'

type JsonFlag = { readonly json?: boolean }
type ListFlags = JsonFlag & { readonly org?: string; readonly user?: string }

const asJson = ['--json', 'print the result as JSON'] as const

/** `lode org invitation …`: an operator sees, answers and cancels what is open. To make a member at once: `lode org member add`. */
export function addOrgInvitationCommands(org: Command, context: CommandContext): void {
  const { env, output } = context
  const command = org.command('invitation').description('See, answer and cancel open invitations.')
  command
    .command('list')
    .description('List the open invitations of an organization, or to a user.')
    .option('--org <name>', 'those of this organization')
    .option('--user <name>', 'those to this user')
    .option(...asJson)
    .action(async (flags: ListFlags) => {
      if ((flags.org === undefined) === (flags.user === undefined)) {
        throw new CommandFault('Say whose invitations: --org NAME or --user NAME.', 2)
      }
      const found = await withInstance(env, (instance) => listOpen(instance, flags))
      const rows = found.map((open) => [open.organization, open.user, open.role, renderTime(open.createdAt)])
      const table = renderTable(['ORGANIZATION', 'USER', 'ROLE', 'SINCE'], rows)
      printResult(output, flags, found, rows.length === 0 ? 'There is no open invitation.' : table)
    })

  const answers = [
    { name: 'accept', operation: acceptInvitation, what: 'Make the invited user a member, as if they had accepted.' },
    { name: 'decline', operation: declineInvitation, what: 'Decline an invitation in the name of the user.' },
  ] as const
  for (const { name, operation, what } of answers) {
    addAnswer(command, name, what)
      .option(...asJson)
      .action(async (organization: string, userName: string, flags: JsonFlag) => {
        const user = await actOnOrganization(context, async (instance) => {
          const invited = await requireUser(instance, userName)
          const answered = await operation(instance, invited, organization, commandLine)
          return answered.ok ? { ok: true, value: invited } : answered
        })
        const done = name === 'accept' ? `is a member of ${organization} now` : `does not join ${organization}`
        printResult(output, flags, { organization, user: user.name }, `${user.name} ${done}.`)
      })
  }
  addAnswer(command, 'cancel', 'Take an invitation back in the name of the organization.')
    .option(...asJson)
    .action(async (organization: string, name: string, flags: JsonFlag) => {
      const named = { organization, user: name }
      const { user } = await actOnOrganization(context, (deps) => cancelInvitation(deps, named, commandLine))
      const json = { organization, user: user.name }
      printResult(output, flags, json, `${user.name} is not invited to ${organization} any more.`)
    })
}

function addAnswer(parent: Command, name: string, what: string): Command {
  return parent
    .command(name)
    .argument('<org>', 'the organization')
    .argument('<user>', 'the invited user')
    .description(what)
}

async function listOpen(instance: Instance, flags: ListFlags) {
  const { read } = instance.db
  if (flags.user !== undefined) {
    const user = await requireUser(instance, flags.user)
    const open = await listInvitationsTo(read, user.id)
    return open.map(({ organization, role, createdAt }) => {
      return { organization: organization.name, user: user.name, role, createdAt }
    })
  }
  const name = flags.org ?? ''
  const organization = await findOrganization(read, name)
  if (!organization) throw new CommandFault(sentence({ code: 'organization-unknown', name }))
  const open = await listInvitationsOf(read, organization.id)
  return open.map(({ user, role, createdAt }) => {
    return { organization: organization.name, user: user.name, role, createdAt }
  })
}
