import type { Account } from '../accounts/account.ts'
import { maySiteAdministrator } from '../accounts/permissions.ts'
import type { Config } from '../config.ts'

type Reader = Pick<Account, 'isAdmin'> | null

/**
 * Who sees what was counted over the whole gallery: whoever reads it, or administrators alone (LODE_STATISTICS). How often
 * something was downloaded in all is no secret: clients show it, too.
 */
export function maySeeStatistics({ statistics }: Pick<Config, 'statistics'>, reader: Reader): boolean {
  return statistics === 'public' || (reader?.isAdmin === true && maySiteAdministrator('see-private-metadata'))
}

/** The same of one package: its owners always see how it is used. */
export function maySeeStatisticsOf(
  config: Pick<Config, 'statistics'>,
  reader: Reader,
  pkg: { readonly isOwner: boolean },
): boolean {
  return pkg.isOwner || maySeeStatistics(config, reader)
}
