import { InvalidArgumentError, type Command } from 'commander'
import { listAccounts } from '../accounts/list-store.ts'
import { countMembers } from '../accounts/membership-store.ts'
import {
  changeOrganization,
  setOrganizationEmail,
  type OrganizationSettings,
} from '../organizations/change-organization.ts'
import { transformAccount } from '../organizations/transform-account.ts'
import { commandLine } from './actor.ts'
import { CommandFault } from './fault.ts'
import { withInstance } from './instance.ts'
import { actOnOrganization } from './org-act.ts'
import { printResult, renderTable, renderTime } from './output.ts'
import type { CommandContext } from './program.ts'

type JsonFlag = { readonly json?: boolean }
type SetFlags = JsonFlag & {
  readonly email?: string
  readonly contact?: boolean
  readonly pushMails?: boolean
  readonly twoFactor?: boolean
  readonly keyDays?: number | 'none'
}

const asJson = ['--json', 'print the result as JSON'] as const

/** `lode org list|set|transform`: what administrators of an organization set, and users who become one. */
export function addOrgSettingsCommands(org: Command, context: CommandContext): void {
  addListCommand(org, context)
  org
    .command('set')
    .argument('<name>', 'the name of the organization')
    .description('Change settings of an organization; what is not named stays as it is.')
    .option('--email <address>', 'its address, which counts as confirmed')
    .option('--contact <yes|no>', 'whether others may write to it', parseYes)
    .option('--push-mails <yes|no>', 'whether it gets a mail for each published version', parseYes)
    .option('--two-factor <yes|no>', 'whether members need two-factor sign-in to act for it', parseYes)
    .option('--key-days <days>', "the longest life of members' keys for it; none for the gallery's own", parseDays)
    .option(...asJson)
    .action(async (organization: string, flags: SetFlags) => {
      const settings = toSettings(flags)
      const { email } = flags
      if (email === undefined && Object.keys(settings).length === 0) {
        throw new CommandFault('Name a setting to change: lode org set --help lists them.', 2)
      }
      if (email !== undefined) {
        await actOnOrganization(context, (deps) => setOrganizationEmail(deps, { organization, email }, commandLine))
      }
      if (Object.keys(settings).length > 0) {
        await actOnOrganization(context, (deps) => changeOrganization(deps, organization, settings, commandLine))
      }
      const json = { organization, ...(email !== undefined && { email }), ...settings }
      printResult(context.output, flags, json, `${organization} was changed.`)
    })

  org
    .command('transform')
    .argument('<user>', 'the user who becomes an organization')
    .description('Make a user an organization at once: nobody signs in as it any more. This cannot be undone.')
    .requiredOption('--admin <user>', 'the user who becomes its administrator, and whose its keys become')
    .option(...asJson)
    .action(async (user: string, flags: JsonFlag & { readonly admin: string }) => {
      const names = { user, administrator: flags.admin }
      const { organization } = await actOnOrganization(context, (deps) => transformAccount(deps, names, commandLine))
      const json = { name: organization.name, administrator: flags.admin }
      printResult(context.output, flags, json, `${organization.name} is an organization now.`)
    })
}

function addListCommand(org: Command, context: CommandContext): void {
  org
    .command('list')
    .description('List the organizations.')
    .option(...asJson)
    .action(async (flags: JsonFlag) => {
      const found = await withInstance(context.env, async ({ db }) => {
        const asked = { text: '', state: 'organization', after: null, limit: mostListed } as const
        const organizations = await listAccounts(db.read, asked)
        const ids = organizations.map(({ id }) => id)
        const members = await countMembers(db.read, ids)
        return organizations.map(({ id, name, email, lockedAt, createdAt }) => {
          return { name, email, isLocked: lockedAt !== null, members: members.get(id) ?? 0, createdAt }
        })
      })
      const rows = found.map((own) => [
        own.name,
        own.email ?? '-',
        String(own.members),
        own.isLocked ? 'locked' : '',
        renderTime(own.createdAt),
      ])
      const table = renderTable(['ORGANIZATION', 'ADDRESS', 'MEMBERS', 'STATE', 'SINCE'], rows)
      printResult(context.output, flags, found, rows.length === 0 ? 'There is no organization.' : table)
    })
}

/** More than a gallery has, fewer than would fill the memory. */
const mostListed = 10_000

function toSettings({ contact, pushMails, twoFactor, keyDays }: SetFlags): Partial<OrganizationSettings> {
  return {
    ...(contact !== undefined && { contactAllowed: contact }),
    ...(pushMails !== undefined && { notifyPush: pushMails }),
    ...(twoFactor !== undefined && { requiresTwoFactor: twoFactor }),
    ...(keyDays !== undefined && { maxKeyDays: keyDays === 'none' ? null : keyDays }),
  }
}

function parseYes(text: string): boolean {
  if (text === 'yes' || text === 'no') return text === 'yes'
  throw new InvalidArgumentError('It is yes or no.')
}

function parseDays(text: string): number | 'none' {
  if (text === 'none') return text
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a number of days, or none.')
}
