import { formatSponsorSite } from './sponsors/sponsor-link.ts'
import type { Config } from './config.ts'
import { renderRateLimit } from './limits/limit.ts'

/** The settings in force by the names of their variables, without what is secret in them. */
export function listSettings(config: Config): Readonly<Record<string, string | number | null>> {
  const { database, storage, footerLinks } = config
  return {
    LODE_URL: config.publicUrl,
    LODE_HOST: config.host,
    LODE_PORT: config.port,
    LODE_PROCESSES: config.processes,
    LODE_DATA: config.dataFolder,
    LODE_DATABASE: database.kind === 'sqlite' ? `sqlite:${database.path}` : maskPassword(database.url),
    LODE_STORAGE: `${storage.kind}:${storage.path}`,
    LODE_SMTP: config.smtpUrl === null ? null : maskPassword(config.smtpUrl),
    LODE_MAIL_FROM: config.mailFrom,
    LODE_READS: config.reads,
    LODE_STATISTICS: config.statistics,
    LODE_REGISTRATION: config.registration,
    LODE_TRUSTED_PROXIES: config.trustedProxies.rules.join(', ') || null,
    LODE_ADMIN_PAGES: config.adminPages ? 'on' : 'off',
    LODE_BLOCKED_ADDRESSES: config.blockedAddresses?.rules.join(', ') ?? null,
    ...Object.fromEntries(
      Object.entries(config.rateLimits).map(([name, limit]) => [
        `LODE_LIMIT_${name.replace('-', '_').toUpperCase()}`,
        renderRateLimit(limit),
      ]),
    ),
    LODE_MAX_PACKAGE_BYTES: config.maxPackageBytes,
    LODE_OWNERS_DELETE:
      typeof config.ownersDelete === 'string' ? config.ownersDelete : `${config.ownersDelete.withinHours}h`,
    LODE_OWNERS_DELETION: config.ownersDeletion,
    LODE_API_DELETE: config.apiDelete,
    LODE_NEWEST_CLIENT: config.packageRules.newestClient.original,
    LODE_LICENSES: config.packageRules.isLicenseRequired ? 'required' : 'optional',
    LODE_KEY_MAX_DAYS: config.maxKeyLifetimeDays,
    LODE_KEY_MAX_PER_ACCOUNT: config.maxKeysPerAccount,
    LODE_KEY_WARNING_DAYS: config.keyWarningDays,
    LODE_OWNER_MAX_PER_PACKAGE: config.ownerLimits.owners,
    LODE_OWNER_MAX_REQUESTS: config.ownerLimits.requests,
    LODE_OWNER_MAX_MESSAGE: config.ownerLimits.messageLength,
    LODE_SPONSOR_SITES: config.sponsorSites.map(formatSponsorSite).join(', ') || 'none',
    LODE_ORGANIZATION_MAX_PER_USER: config.maxOrganizationsPerUser,
    LODE_BRAND: config.brand,
    LODE_BANNER: config.banner,
    ...Object.fromEntries(Object.entries(footerLinks).map(([name, url]) => [`LODE_LINK_${name.toUpperCase()}`, url])),
    LODE_ROBOTS: config.allowRobots ? 'allow' : 'block',
    LODE_IMAGE_HOSTS: config.imageHosts.join(' '),
    LODE_LOG_LEVEL: config.logLevel,
    LODE_ACCESS_LOG: config.accessLog ? 'on' : 'off',
    LODE_DEV_PAGES: config.devPages ? 'on' : 'off',
  }
}

/** An address without the password in it, in its user part or in its query. */
export function maskPassword(address: string): string {
  if (!URL.canParse(address)) return address.replace(/:[^:@/]*@/, ':***@')
  const url = new URL(address)
  if (url.password) url.password = '***'
  if (url.searchParams.has('password')) url.searchParams.set('password', '***')
  return url.href
}
