import { isAbsolute, resolve } from 'node:path'
import { BlockList, isIP } from 'node:net'
import { z } from 'zod'
import type { DeletionKind, OwnersDelete } from './packages/deletion.ts'
import { defaultRules, type PackageRules } from './nuget/package-rules.ts'
import { parseVersion } from './nuget/version.ts'
import { parseRateLimit, type RateLimit, type RateLimits } from './limits/limit.ts'
import { fail, ok, type Result } from './result.ts'
import { defaultSponsorSites, parseSponsorSite, type SponsorSite } from './sponsors/sponsor-link.ts'

const day = 86_400_000

/** Everything the operator can set, parsed once from the environment. `docs/operating.md` lists the variables. */
export type Config = {
  /** The address people and clients use, without a trailing slash; null means "the Host header of each request". */
  readonly publicUrl: string | null
  readonly host: string
  readonly port: number
  /** How many processes serve, on the one port. */
  readonly processes: number
  readonly dataFolder: string
  readonly database:
    { readonly kind: 'sqlite'; readonly path: string } | { readonly kind: 'postgres'; readonly url: string }
  readonly storage: { readonly kind: 'file'; readonly path: string }
  readonly smtpUrl: string | null
  readonly mailFrom: string
  readonly reads: 'public' | 'private'
  /** Who sees what was counted: whoever reads, or owners of their packages and administrators of all. */
  readonly statistics: 'public' | 'private'
  readonly registration: 'open' | 'closed'
  /** Proxies whose `X-Forwarded-*` headers are believed. */
  readonly trustedProxies: BlockList
  /** Whether administrators have their pages in the browser, or only the command line. */
  readonly adminPages: boolean
  /** Addresses that get nothing here, whatever they present; null when there are none. */
  readonly blockedAddresses: BlockList | null
  readonly rateLimits: RateLimits
  readonly maxPackageBytes: number
  /** Whether and how long owners may delete versions themselves; administrators always may. */
  readonly ownersDelete: OwnersDelete
  /** What the deletion of an owner does with the file. */
  readonly ownersDeletion: DeletionKind
  /** What `DELETE` on the publish address does without a `type`: the client knows no other way. */
  readonly apiDelete: 'unlist' | 'delete'
  readonly packageRules: PackageRules
  readonly maxKeyLifetimeDays: number
  readonly maxKeysPerAccount: number
  readonly keyWarningDays: number
  /** Of one package: its owners, the accounts asked at one time, and the characters of what the asker writes to them. */
  readonly ownerLimits: { readonly owners: number; readonly requests: number; readonly messageLength: number }
  /** The sites that sponsor links of packages may lead to; none where there are to be no such links. */
  readonly sponsorSites: readonly SponsorSite[]
  /** How many organizations somebody may administer and still make another. */
  readonly maxOrganizationsPerUser: number
  readonly brand: string
  readonly banner: string | null
  readonly footerLinks: Readonly<Record<FooterLink, string | null>>
  readonly allowRobots: boolean
  /** Hosts whose pictures READMEs may show; `*.` before one stands for all below it. */
  readonly imageHosts: readonly string[]
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug'
  readonly accessLog: boolean
  /** Pages for whoever works on Lode itself. */
  readonly devPages: boolean
}

export type FooterLink = 'contact' | 'status' | 'about' | 'terms' | 'privacy' | 'documentation'

export type ConfigFault = { readonly variable: string; readonly message: string }

/** Reads the settings. On failure every fault is named, not only the first. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Result<Config, readonly ConfigFault[]> {
  const given = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => name.startsWith('LODE_') && value !== ''),
  )
  const unknown = Object.keys(given).filter((name) => !(name in schema.shape))
  const parsed = schema.safeParse(given)
  const faults: ConfigFault[] = unknown.map((variable) => ({ variable, message: 'is not a setting of Lode' }))
  if (!parsed.success) {
    for (const issue of parsed.error.issues) faults.push({ variable: String(issue.path[0]), message: issue.message })
  }
  if (parsed.success && parsed.data.LODE_PORT === 0 && parsed.data.LODE_PROCESSES > 1) {
    faults.push({ variable: 'LODE_PORT', message: 'must be a certain port, not 0, for several processes to share it' })
  }
  if (!parsed.success || faults.length > 0) return fail(faults)

  const s = parsed.data
  const dataFolder = resolve(s.LODE_DATA)
  return ok({
    publicUrl: s.LODE_URL ?? null,
    host: s.LODE_HOST,
    port: s.LODE_PORT,
    processes: s.LODE_PROCESSES,
    dataFolder,
    database: toDatabase(s.LODE_DATABASE, dataFolder),
    storage: { kind: 'file', path: resolve(dataFolder, (s.LODE_STORAGE ?? 'file:packages').slice('file:'.length)) },
    smtpUrl: s.LODE_SMTP ?? null,
    mailFrom: s.LODE_MAIL_FROM,
    reads: s.LODE_READS,
    statistics: s.LODE_STATISTICS,
    registration: s.LODE_REGISTRATION,
    trustedProxies: s.LODE_TRUSTED_PROXIES,
    adminPages: s.LODE_ADMIN_PAGES === 'on',
    blockedAddresses: s.LODE_BLOCKED_ADDRESSES.rules.length > 0 ? s.LODE_BLOCKED_ADDRESSES : null,
    rateLimits: {
      push: s.LODE_LIMIT_PUSH,
      unlist: s.LODE_LIMIT_UNLIST,
      account: s.LODE_LIMIT_ACCOUNT,
      address: s.LODE_LIMIT_ADDRESS,
      'sign-in': s.LODE_LIMIT_SIGN_IN,
      register: s.LODE_LIMIT_REGISTER,
      reset: s.LODE_LIMIT_RESET,
      contact: s.LODE_LIMIT_CONTACT,
      form: s.LODE_LIMIT_FORM,
      'package-page': s.LODE_LIMIT_PACKAGE_PAGE,
    },
    maxPackageBytes: s.LODE_MAX_PACKAGE_BYTES,
    ownersDelete: s.LODE_OWNERS_DELETE,
    ownersDeletion: s.LODE_OWNERS_DELETION,
    apiDelete: s.LODE_API_DELETE,
    packageRules: { newestClient: s.LODE_NEWEST_CLIENT, isLicenseRequired: s.LODE_LICENSES === 'required' },
    maxKeyLifetimeDays: s.LODE_KEY_MAX_DAYS,
    maxKeysPerAccount: s.LODE_KEY_MAX_PER_ACCOUNT,
    keyWarningDays: s.LODE_KEY_WARNING_DAYS,
    ownerLimits: {
      owners: s.LODE_OWNER_MAX_PER_PACKAGE,
      requests: s.LODE_OWNER_MAX_REQUESTS,
      messageLength: s.LODE_OWNER_MAX_MESSAGE,
    },
    sponsorSites: s.LODE_SPONSOR_SITES,
    maxOrganizationsPerUser: s.LODE_ORGANIZATION_MAX_PER_USER,
    brand: s.LODE_BRAND,
    banner: s.LODE_BANNER ?? null,
    footerLinks: {
      contact: s.LODE_LINK_CONTACT ?? null,
      status: s.LODE_LINK_STATUS ?? null,
      about: s.LODE_LINK_ABOUT ?? null,
      terms: s.LODE_LINK_TERMS ?? null,
      privacy: s.LODE_LINK_PRIVACY ?? null,
      documentation: s.LODE_LINK_DOCUMENTATION ?? null,
    },
    allowRobots: s.LODE_ROBOTS === 'allow',
    imageHosts: s.LODE_IMAGE_HOSTS,
    logLevel: s.LODE_LOG_LEVEL,
    accessLog: s.LODE_ACCESS_LOG === 'on',
    devPages: s.LODE_DEV_PAGES === 'on',
  })
}

function toDatabase(text: string | undefined, dataFolder: string): Config['database'] {
  if (text === undefined) return { kind: 'sqlite', path: resolve(dataFolder, 'lode.db') }
  if (!text.startsWith('sqlite:')) return { kind: 'postgres', url: text }
  const path = text.slice('sqlite:'.length)
  return { kind: 'sqlite', path: isAbsolute(path) ? path : resolve(path) }
}

function wholeNumber(unit: string, minimum: number, maximum: number, fallback: number) {
  return z
    .string()
    .default(String(fallback))
    .transform((text, context) => {
      const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
      if (value >= minimum && value <= maximum) return value
      context.addIssue(`must be a whole number of ${unit} from ${minimum} to ${maximum}, not "${text}"`)
      return z.NEVER
    })
}

function oneOf<const T extends readonly [string, ...string[]]>(values: T, fallback: T[number]) {
  return z
    .enum(values, { error: (issue) => `must be ${values.join(' or ')}, not "${String(issue.input)}"` })
    .default(fallback as never)
}

function httpUrl() {
  return z.string().refine((text) => isHttpUrl(text), { error: 'must be an absolute http or https address' })
}

function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return (
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.username === '' &&
    url.search === '' &&
    url.hash === ''
  )
}

const ownersDelete = z
  .string()
  .default('72h')
  .transform((text, context): OwnersDelete => {
    if (text === 'never' || text === 'always') return text
    const hours = /^([1-9]\d{0,4})h$/.exec(text)?.[1]
    if (hours !== undefined) return { withinHours: Number(hours) }
    context.addIssue(`must be never, always or a number of hours after publishing such as 72h, not "${text}"`)
    return z.NEVER
  })

const hostList = z
  .string()
  .default('')
  .transform((text, context): readonly string[] => {
    const hosts = text
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean)
    const odd = hosts.find((host) => !/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host))
    if (odd === undefined) return hosts
    context.addIssue(`must be host names such as img.shields.io or *.example.com, not "${odd}"`)
    return z.NEVER
  })

const cidrList = z
  .string()
  .default('')
  .transform((text, context) => {
    const list = new BlockList()
    for (const item of text.split(/[\s,]+/).filter(Boolean)) {
      const [address = '', bits] = item.split('/')
      const version = isIP(address)
      const width = bits === undefined ? (version === 6 ? 128 : 32) : Number(bits)
      if (version === 0 || !/^\d{1,3}$/.test(bits ?? '0') || width > (version === 6 ? 128 : 32)) {
        context.addIssue(`must be a list of addresses or CIDR ranges such as 10.0.0.0/8; "${item}" is neither`)
        return z.NEVER
      }
      list.addSubnet(address, width, version === 6 ? 'ipv6' : 'ipv4')
    }
    return list
  })

const sponsorSites = z
  .string()
  .default(defaultSponsorSites)
  .transform((text, context) => {
    const sites: SponsorSite[] = []
    for (const item of text === 'none' ? [] : text.split(/[\s,]+/).filter(Boolean)) {
      const site = parseSponsorSite(item)
      if (!site) {
        context.addIssue(
          `must be none or a list of sites such as patreon.com or github.com/sponsors; "${item}" is none`,
        )
        return z.NEVER
      }
      sites.push(site)
    }
    return sites
  })

function rateLimit(fallback: string) {
  return z
    .string()
    .default(fallback)
    .transform((text, context): RateLimit | null => {
      const limit = text === 'off' ? null : parseRateLimit(text)
      if (limit || text === 'off') return limit
      context.addIssue(`must be off or a number per minute, hour or day such as 350/hour, not "${text}"`)
      return z.NEVER
    })
}

const packageVersion = z.string().transform((text, context) => {
  const version = parseVersion(text)
  if (version) return version
  context.addIssue(`must be a version such as 7.3.1, not "${text}"`)
  return z.NEVER
})

const schema = z.object({
  LODE_URL: httpUrl()
    .transform((text) => text.replace(/\/+$/, ''))
    .optional(),
  LODE_HOST: z.string().default('localhost'),
  LODE_PORT: wholeNumber('port', 0, 65_535, 5633),
  LODE_PROCESSES: wholeNumber('processes', 1, 64, 1),
  LODE_DATA: z.string().default('./data'),
  LODE_DATABASE: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, { error: 'must be sqlite:PATH or postgres://…' })
    .optional(),
  LODE_STORAGE: z
    .string()
    .regex(/^file:.+$/, { error: 'must be file:PATH' })
    .optional(),
  LODE_SMTP: z
    .string()
    .regex(/^smtps?:\/\/.+$/, { error: 'must be smtp://… or smtps://…' })
    .optional(),
  LODE_MAIL_FROM: z.string().includes('@', { error: 'must be an e-mail address' }).default('Lode <lode@localhost>'),
  LODE_READS: oneOf(['public', 'private'], 'public'),
  LODE_STATISTICS: oneOf(['public', 'private'], 'public'),
  LODE_REGISTRATION: oneOf(['open', 'closed'], 'open'),
  LODE_TRUSTED_PROXIES: cidrList,
  LODE_ADMIN_PAGES: oneOf(['on', 'off'], 'on'),
  LODE_BLOCKED_ADDRESSES: cidrList,
  LODE_LIMIT_PUSH: rateLimit('off'),
  LODE_LIMIT_UNLIST: rateLimit('off'),
  LODE_LIMIT_ACCOUNT: rateLimit('off'),
  LODE_LIMIT_ADDRESS: rateLimit('off'),
  LODE_LIMIT_SIGN_IN: rateLimit('100/minute'),
  LODE_LIMIT_REGISTER: rateLimit('60/hour'),
  LODE_LIMIT_RESET: rateLimit('20/hour'),
  LODE_LIMIT_CONTACT: rateLimit('30/hour'),
  LODE_LIMIT_FORM: rateLimit('600/minute'),
  LODE_LIMIT_PACKAGE_PAGE: rateLimit('off'),
  LODE_MAX_PACKAGE_BYTES: wholeNumber('bytes', 1024, 4_000_000_000, 262_144_000),
  LODE_OWNERS_DELETE: ownersDelete,
  LODE_OWNERS_DELETION: oneOf(['soft', 'hard'], 'soft'),
  LODE_API_DELETE: oneOf(['unlist', 'delete'], 'unlist'),
  LODE_NEWEST_CLIENT: packageVersion.default(defaultRules.newestClient),
  LODE_LICENSES: oneOf(['optional', 'required'], 'optional'),
  LODE_KEY_MAX_DAYS: wholeNumber('days', 1, 3650, 365),
  LODE_KEY_MAX_PER_ACCOUNT: wholeNumber('keys', 1, 10_000, 100),
  LODE_KEY_WARNING_DAYS: wholeNumber('days', 0, 365, 10),
  LODE_OWNER_MAX_PER_PACKAGE: wholeNumber('owners', 1, 1000, 15),
  LODE_OWNER_MAX_REQUESTS: wholeNumber('requests', 1, 1000, 3),
  LODE_OWNER_MAX_MESSAGE: wholeNumber('characters', 0, 10_000, 1000),
  LODE_SPONSOR_SITES: sponsorSites,
  LODE_ORGANIZATION_MAX_PER_USER: wholeNumber('organizations', 0, 10_000, 20),
  LODE_BRAND: z.string().max(40, { error: 'must have at most 40 characters' }).default('Lode'),
  LODE_BANNER: z.string().optional(),
  LODE_LINK_CONTACT: httpUrl().optional(),
  LODE_LINK_STATUS: httpUrl().optional(),
  LODE_LINK_ABOUT: httpUrl().optional(),
  LODE_LINK_TERMS: httpUrl().optional(),
  LODE_LINK_PRIVACY: httpUrl().optional(),
  LODE_LINK_DOCUMENTATION: httpUrl().optional(),
  LODE_ROBOTS: oneOf(['allow', 'block'], 'block'),
  LODE_IMAGE_HOSTS: hostList,
  LODE_LOG_LEVEL: oneOf(['silent', 'error', 'warn', 'info', 'debug'], 'info'),
  LODE_ACCESS_LOG: oneOf(['on', 'off'], 'on'),
  LODE_DEV_PAGES: oneOf(['on', 'off'], 'off'),
})

/** The longest life of a new key, in milliseconds. */
export function maxKeyLifetimeMs(config: Pick<Config, 'maxKeyLifetimeDays'>): number {
  return config.maxKeyLifetimeDays * day
}

/** The address in mails and one-time links: the public one, never what a Host header says. */
export function linkBaseUrl(config: Pick<Config, 'publicUrl' | 'port'>): string {
  return config.publicUrl ?? `http://localhost:${config.port}`
}
