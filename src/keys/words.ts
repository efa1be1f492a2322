import type { Frame } from '../http/frame.ts'
import { formatDate, formatList } from '../i18n/format.ts'
import type { Message } from '../i18n/message.ts'
import { refuseKeyFields, type KeyFields } from './key-fields.ts'
import { coversPackage, type ApiKey, type KeyAction } from './key.ts'
import { messages } from './messages.ts'
import { keyRefusalText } from './refusal-messages.ts'

type Reader = Pick<Frame, 't' | 'language' | 'now'>

const doing: Record<KeyAction, Message> = {
  push: messages.doPush,
  'push-version': messages.doPushVersion,
  unlist: messages.doUnlist,
}

/** What the actions allow, in words: `push new versions, and unlist and relist`. */
export function actionWords({ t }: Pick<Reader, 't'>, actions: ReadonlySet<KeyAction>): string {
  // `push` includes new versions: naming both would only be longer.
  const named = [...actions].filter((action) => action !== 'push-version' || !actions.has('push'))
  const [first, second] = named.map((action) => t(doing[action]))
  return first !== undefined && second !== undefined ? t(messages.bothActions, { first, second }) : (first ?? '')
}

/** What a key with these actions may not do. Empty when it may do everything. */
function missingWords({ t }: Reader, actions: ReadonlySet<KeyAction>): readonly string[] {
  const missing: string[] = []
  if (!actions.has('push')) missing.push(t(actions.has('push-version') ? messages.mayNotPushNew : messages.mayNotPush))
  if (!actions.has('unlist')) missing.push(t(messages.mayNotUnlist))
  return missing
}

const namesShown = 5

/** What the form's preview says. */
export type KeySentence = {
  /** The values of `messages.sentence`; null while something is missing that it needs. */
  readonly main: Readonly<Record<'name' | 'actions' | 'owner' | 'subjects' | 'end', string>> | null
  /** Which packages that is today, and what the key may not do. */
  readonly rest: string
  /** A reason to stop and think, or the pattern that is not valid; or null. */
  readonly warning: string | null
}

/** Says in one sentence what a key with these fields may do, for the form's preview (look.md). */
export function describeFields(
  reader: Reader,
  fields: KeyFields,
  about: {
    readonly ownerName: string
    readonly end: Date | null
    readonly ownPackageIds: readonly string[]
    readonly foreignPrefixes: readonly string[]
  },
): KeySentence {
  const { t, language, now } = reader
  const { end } = about
  const problems = refuseKeyFields({ ...fields, name: fields.name || '-' })
  const badPattern = problems.find(({ code }) => code === 'key-glob-invalid')
  if (badPattern) return { main: null, rest: '', warning: keyRefusalText(t, badPattern) } // said while one types
  if (problems.length > 0 || !end) return { main: null, rest: '', warning: null }

  const matches = about.ownPackageIds.filter((id) => coversPackage(fields, id))
  const isOpen = fields.globs.some((glob) => glob.includes('*'))
  const missing = missingWords(reader, fields.actions)
  const rest = [
    t(isOpen ? messages.sentenceMatches : messages.sentenceMatchesFixed, {
      count: matches.length,
      ids: listSome(reader, matches, 'and'),
    }),
    missing.length > 0 ? t(messages.sentenceMayNot, { actions: formatList(language, missing, 'or') }) : '',
  ]
  const isLong = end.getTime() - now.getTime() > 90 * 86_400_000
  const prefixes = about.foreignPrefixes
  const warnings = [
    isLong && fields.globs.includes('*') ? t(messages.warnWide) : '',
    prefixes.length > 0 ? t(messages.warnReserved, { prefixes: listSome(reader, prefixes, 'and') }) : '',
  ].filter((warning) => warning !== '')
  return {
    main: {
      name: fields.name || t(messages.unnamed),
      actions: actionWords(reader, fields.actions),
      owner: about.ownerName,
      subjects: listSome(reader, [...fields.globs, ...fields.packageIds], 'or'),
      end: formatDate(language, end),
    },
    rest: rest.filter((part) => part !== '').join(language === 'en' ? ' ' : ''),
    warning: warnings.length > 0 ? warnings.join(language === 'en' ? ' ' : '') : null,
  }
}

/** The first few names, and how many more there are. */
function listSome({ t, language }: Reader, names: readonly string[], joined: 'and' | 'or'): string {
  const more = names.length - namesShown
  const shown = more > 0 ? [...names.slice(0, namesShown), t(messages.andMore, { count: more })] : names
  return formatList(language, shown, joined)
}

export type KeyState = 'revoked' | 'expired' | 'expiring' | 'live'

export function keyState(key: ApiKey, now: Date, warningDays: number): KeyState {
  if (key.revokedAt) return 'revoked'
  if (key.expiresAt <= now) return 'expired'
  return key.expiresAt.getTime() - now.getTime() <= warningDays * 86_400_000 ? 'expiring' : 'live'
}
