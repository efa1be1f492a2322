import { InvalidArgumentError, type Command } from 'commander'
import type { Account } from '../accounts/account.ts'
import { listMembers } from '../accounts/membership-store.ts'
import type { Role } from '../accounts/permissions.ts'
import type { OrphanPolicy } from '../accounts/remove-account.ts'
import { changeMemberRole, removeMember } from '../organizations/change-member.ts'
import { createOrganization } from '../organizations/create-organization.ts'
import { deleteOrganization } from '../organizations/delete-organization.ts'
import { listInvitationsOf } from '../organizations/invitation-store.ts'
import { addMember } from '../organizations/invite-member.ts'
import { readRole } from '../organizations/rules.ts'
import { findOrganization } from '../organizations/take-organization.ts'
import { listPackagesOwnedBy } from '../packages/owner-store.ts'
import { commandLine } from './actor.ts'
import { CommandFault } from './fault.ts'
import { withInstance } from './instance.ts'
import { actOnOrganization, sentence } from './org-act.ts'
import { addOrgInvitationCommands } from './org-invitation-commands.ts'
import { addOrgSettingsCommands } from './org-settings-commands.ts'
import { printResult, renderTable, renderTime } from './output.ts'
import type { CommandContext } from './program.ts'

type JsonFlag = { readonly json?: boolean }
type RoleFlags = JsonFlag & { readonly role: Role }

const asJson = ['--json', 'print the result as JSON'] as const
const roleHelp = ['--role <role>', 'administrator or collaborator', parseRole] as const

/** `lode org …`: the same operations as the pages for organizations. */
export function addOrgCommands(program: Command, context: CommandContext): void {
  const org = program.command('org').description('Make and look after organizations.')
  org
    .command('create')
    .argument('<name>', 'the name of the organization; users and organizations share one name space')
    .description('Make an organization, whose address counts as confirmed.')
    .requiredOption('--email <address>', 'its e-mail address, which no other account has')
    .requiredOption('--admin <user>', 'the user who becomes its administrator')
    .option(...asJson)
    .action(async (name: string, flags: JsonFlag & { readonly email: string; readonly admin: string }) => {
      const fields = { name, email: flags.email, administrator: flags.admin }
      const made = await actOnOrganization(context, (instance) => createOrganization(instance, fields, commandLine))
      printResult(context.output, flags, toJson(made), `${made.name} was created.`)
    })

  addShowCommand(org, context)
  addOrgSettingsCommands(org, context)
  addOrgInvitationCommands(org, context)
  addMemberCommands(org.command('member').description('Look after the members of an organization.'), context)
  org
    .command('delete')
    .argument('<name>', 'the name of the organization')
    .description('Delete an organization for good. Versions stay restorable, and the name stays taken.')
    .option('--orphans <policy>', 'packages that nobody else owns: refuse, unlist or keep', parseOrphans, 'refuse')
    .option(...asJson)
    .action(async (name: string, flags: JsonFlag & { readonly orphans: OrphanPolicy }) => {
      const deleted = await actOnOrganization(context, (instance) =>
        deleteOrganization(instance, name, flags, commandLine),
      )
      printResult(context.output, flags, deleted, `${deleted.name} was deleted.`)
    })
}

function addShowCommand(org: Command, context: CommandContext): void {
  org
    .command('show')
    .argument('<name>', 'the name of the organization')
    .description('Show the settings, members and open invitations of an organization.')
    .option(...asJson)
    .action(async (name: string, flags: JsonFlag) => {
      const found = await withInstance(context.env, async ({ db }) => {
        const organization = await findOrganization(db.read, name)
        if (!organization) throw new CommandFault(sentence({ code: 'organization-unknown', name }))
        const members = await listMembers(db.read, organization.id)
        const invitations = await listInvitationsOf(db.read, organization.id)
        const packages = (await listPackagesOwnedBy(db.read, organization.id)).map(({ id }) => id)
        return { organization, members, invitations, packages }
      })
      const { organization, packages } = found
      const members = found.members.map(({ user, role, addedAt }) => ({ name: user.name, role, addedAt }))
      const invitations = found.invitations.map(({ user, role, createdAt }) => ({ name: user.name, role, createdAt }))
      const rows = [
        ...members.map(({ name, role, addedAt }) => [name, role, renderTime(addedAt)]),
        ...invitations.map(({ name, role, createdAt }) => [name, `${role} (invited)`, renderTime(createdAt)]),
      ]
      const words = `${describe(organization, packages.length)}\n\n${renderTable(['MEMBER', 'ROLE', 'SINCE'], rows)}`
      printResult(context.output, flags, { ...toJson(organization), members, invitations, packages }, words)
    })
}

function addMemberCommands(member: Command, context: CommandContext): void {
  member
    .command('add')
    .argument('<org>', 'the organization')
    .argument('<user>', 'the user')
    .description('Make a user a member at once, without an invitation.')
    .requiredOption(...roleHelp)
    .option(...asJson)
    .action(async (organization: string, user: string, flags: RoleFlags) => {
      const invite = { organization, user, role: flags.role }
      const added = await actOnOrganization(context, (instance) => addMember(instance, invite, commandLine))
      const json = { organization, user: added.user.name, role: flags.role }
      printResult(context.output, flags, json, `${added.user.name} is ${flags.role} of ${organization} now.`)
    })
  member
    .command('role')
    .argument('<org>', 'the organization')
    .argument('<user>', 'the member')
    .description('Give a member another role. The last administrator stays one.')
    .requiredOption(...roleHelp)
    .option(...asJson)
    .action(async (organization: string, user: string, flags: RoleFlags) => {
      const change = { organization, user, role: flags.role }
      const changed = await actOnOrganization(context, (instance) => changeMemberRole(instance, change, commandLine))
      const json = { organization, user: changed.user.name, role: changed.role }
      printResult(context.output, flags, json, `${changed.user.name} is ${changed.role} of ${organization} now.`)
    })
  member
    .command('remove')
    .argument('<org>', 'the organization')
    .argument('<user>', 'the member')
    .description('Take a member out. Their keys stop acting for the organization at once.')
    .option(...asJson)
    .action(async (organization: string, user: string, flags: JsonFlag) => {
      const removed = await actOnOrganization(context, (instance) =>
        removeMember(instance, { organization, user }, commandLine),
      )
      const json = { organization, user: removed.user.name }
      printResult(context.output, flags, json, `${removed.user.name} is no member of ${organization} any more.`)
    })
}

function parseRole(text: string): Role {
  const role = readRole(text)
  if (role === null) throw new InvalidArgumentError('Roles are administrator and collaborator.')
  return role
}

function parseOrphans(text: string): OrphanPolicy {
  if (text === 'refuse' || text === 'unlist' || text === 'keep') return text
  throw new InvalidArgumentError('It is refuse, unlist or keep.')
}

function describe(organization: Account, packageCount: number): string {
  const { name, email, unconfirmedEmail, lockedAt, contactAllowed, notifyPush, requiresTwoFactor, maxKeyDays } =
    organization
  const lines = [
    name,
    `address: ${email ?? `${unconfirmedEmail ?? 'none'} (not confirmed)`}`,
    `packages: ${packageCount}`,
    `mails: ${[contactAllowed ? 'those it may refuse' : '', notifyPush ? 'each published version' : ''].filter(Boolean).join(', ') || 'only what concerns its account'}`,
    `two-factor sign-in: ${requiresTwoFactor ? 'required of members' : 'not required'}`,
    `longest life of a key: ${maxKeyDays === null ? 'as this gallery allows' : `${maxKeyDays} days`}`,
    ...(lockedAt ? [`locked: ${renderTime(lockedAt)}`] : []),
  ]
  return lines.join('\n')
}

function toJson(organization: Account) {
  const { id, name, email, unconfirmedEmail, contactAllowed, notifyPush, requiresTwoFactor, maxKeyDays } = organization
  const isLocked = organization.lockedAt !== null
  return { id, name, email, unconfirmedEmail, isLocked, contactAllowed, notifyPush, requiresTwoFactor, maxKeyDays }
}
