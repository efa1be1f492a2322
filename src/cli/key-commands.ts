import { InvalidArgumentError, type Command } from 'commander'
import { findAccountById } from '../accounts/store.ts'
import { translator } from '../i18n/translate.ts'
import { createKey } from '../keys/create-key.ts'
import { revokeKey } from '../keys/end-key.ts'
import type { KeyFields, Lifetime } from '../keys/key-fields.ts'
import { keyActions, type ApiKey, type KeyAction } from '../keys/key.ts'
import { keyRefusalText } from '../keys/refusal-messages.ts'
import { searchKeys } from '../keys/search-store.ts'
import { parseSecret } from '../keys/secret.ts'
import { listKeys, type ListedKey } from '../keys/key-view.ts'
import { findKey, findKeyBySecretHash } from '../keys/store.ts'
import { commandLine } from './actor.ts'
import { parseDuration } from './duration.ts'
import { CommandFault } from './fault.ts'
import { withInstance, type Instance } from './instance.ts'
import { limitOption } from './number.ts'
import { printResult, renderTable, renderTime } from './output.ts'
import type { CommandContext } from './program.ts'
import { requireUser } from './require-user.ts'

type JsonFlag = { readonly json?: boolean }
type CreateFlags = JsonFlag & {
  readonly user: string
  readonly name: string
  readonly actions: readonly KeyAction[]
  readonly glob: readonly string[]
  readonly expires: string
  readonly owner?: string
}

/** `lode key …`: the same operations as the API Keys page. */
export function addKeyCommands(program: Command, { env, output }: CommandContext): void {
  const key = program.command('key').description('Make, list and revoke API keys.')
  key
    .command('create')
    .description('Make a key and print its secret, which is shown this once, alone on standard output.')
    .requiredOption('--user <name>', 'the user who acts with the key')
    .requiredOption('--name <name>', 'what the key is for')
    .requiredOption('--actions <list>', 'some of push, push-version and unlist, parted by commas', parseActions)
    .requiredOption(
      '--glob <pattern>',
      'package IDs that the key covers; * is the wildcard; may be repeated',
      collect,
      [],
    )
    .requiredOption('--expires <age>', 'how long the key lives, such as 90d')
    .option('--owner <account>', 'the account that the key acts for, when it is not the user')
    .option('--json', 'print the key and its secret as JSON')
    .action(async (flags: CreateFlags) => {
      const made = await withInstance(env, (instance) => createKeyFrom(instance, flags))
      printResult(output, flags, { ...toJson(made.key), visibleId: made.visibleId, secret: made.secret }, made.secret)
    })

  key
    .command('list')
    .description("List a user's keys. Secrets cannot be shown again.")
    .requiredOption('--user <name>', 'whose keys')
    .option('--json', 'print them as JSON')
    .action(async (flags: JsonFlag & { readonly user: string }) => {
      const { listed, now } = await withInstance(env, async ({ db, now }) => {
        const user = await requireUser({ db }, flags.user)
        return { listed: await listKeys(db.read, user, now()), now: now() }
      })
      const json = listed.map((own) => ({ ...toJson(own.key), visibleIds: visibleIds(own) }))
      printResult(output, flags, json, renderKeys(listed, now))
    })

  key
    .command('find')
    .argument('<text>', 'a user, an organization, the name of a key, or the beginning of its secret')
    .description('Find keys of everybody; those used last come first.')
    .option(...limitOption)
    .option('--json', 'print them as JSON')
    .action(async (text: string, flags: JsonFlag & { readonly limit: number }) => {
      const found = await withInstance(env, ({ db }) => searchKeys(db.read, text, flags.limit))
      const rows = found.map((one) => [
        String(one.id),
        one.name,
        one.userName,
        one.ownerName,
        one.revokedAt ? 'revoked' : renderTime(one.expiresAt),
        renderTime(one.lastUsedAt),
        one.visibleId ?? '',
      ])
      printResult(
        output,
        flags,
        found,
        renderTable(['KEY', 'NAME', 'USER', 'ACTS FOR', 'ENDS', 'LAST USED', 'SECRET'], rows),
      )
    })

  key
    .command('revoke')
    .argument('<key>', 'its number from "lode key list", or a whole secret that leaked')
    .description('End a key at once, with all its secrets.')
    .option('--json', 'print the result as JSON')
    .action(async (text: string, flags: JsonFlag) => {
      const { key: revoked, user } = await withInstance(env, async (instance) => {
        const found = await findByNumberOrSecret(instance, text)
        const result = found && (await revokeKey(instance, found.userId, found.id, commandLine))
        if (!result?.ok) throw new CommandFault('There is no such key.')
        return { key: result.value, user: await findAccountById(instance.db.read, result.value.userId) }
      })
      const words = `The key "${revoked.name}" of ${user?.name ?? 'a deleted user'} was revoked.`
      printResult(output, flags, toJson(revoked), words)
    })
}

async function createKeyFrom(instance: Instance, flags: CreateFlags) {
  const user = await requireUser(instance, flags.user)
  const fields: KeyFields = { name: flags.name, actions: new Set(flags.actions), globs: flags.glob, packageIds: [] }
  const newKey = {
    fields,
    lifetime: toLifetime(flags.expires, instance.now()),
    ownerName: flags.owner ?? user.name,
    formTokenHash: null,
  }
  const made = await createKey(instance, user, newKey, commandLine)
  if (made.ok) return made.value
  if ('code' in made.error) throw new Error('a form token on the command line')
  const t = translator('en')
  throw new CommandFault(made.error.map((refusal) => keyRefusalText(t, refusal)).join(' '))
}

/** Whole days as on the page; anything finer is an instant. */
function toLifetime(text: string, now: Date): Lifetime {
  const days = /^(\d{1,4})d$/.exec(text)?.[1]
  if (days !== undefined) return { days: Number(days) }
  const durationMs = parseDuration(text)
  if (durationMs === null) throw new CommandFault('--expires must be a number with s, m, h or d, such as 90d.', 2)
  return { until: new Date(now.getTime() + durationMs) }
}

async function findByNumberOrSecret({ db }: Instance, text: string): Promise<ApiKey | null> {
  const secret = parseSecret(text)
  if (secret) return (await findKeyBySecretHash(db.read, secret.hash))?.key ?? null
  return /^\d{1,15}$/.test(text) ? findKey(db.read, Number(text)) : null
}

function parseActions(text: string): KeyAction[] {
  const words = text.split(',').map((word) => word.trim())
  const known = keyActions.filter((action) => words.includes(action))
  const unknown = words.filter((word) => !keyActions.some((action) => action === word))
  if (unknown.length > 0) throw new InvalidArgumentError(`Actions are ${keyActions.join(', ')}.`)
  return known
}

function collect(pattern: string, earlier: readonly string[]): string[] {
  return [...earlier, pattern]
}

function visibleIds({ secrets }: ListedKey): readonly string[] {
  return secrets.map(({ visibleId }) => visibleId)
}

function renderKeys(listed: readonly ListedKey[], now: Date): string {
  const rows = listed.map((own) => {
    const { key } = own
    return [
      String(key.id),
      key.name,
      own.ownerName,
      [...key.actions].join(','),
      [...key.globs, ...key.packageIds].join(' '),
      key.revokedAt ? 'revoked' : `${key.expiresAt <= now ? 'expired ' : ''}${renderTime(key.expiresAt)}`,
      renderTime(key.lastUsedAt),
      visibleIds(own).join(' '),
    ]
  })
  return renderTable(['KEY', 'NAME', 'FOR', 'ACTIONS', 'COVERS', 'ENDS', 'LAST USED', 'SECRETS'], rows)
}

function toJson(key: ApiKey) {
  const { id, name, globs, packageIds, createdAt, expiresAt, revokedAt, lastUsedAt } = key
  return { id, name, actions: [...key.actions], globs, packageIds, createdAt, expiresAt, revokedAt, lastUsedAt }
}
