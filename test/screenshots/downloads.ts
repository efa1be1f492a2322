import { addDownloads, type DownloadCount } from '../../src/packages/download-store.ts'
import type { TestServer } from '../server.ts'
import type { PlannedPackage } from './packages.ts'

const dayMs = 86_400_000

/** Who downloads, and how much of everything. */
const clients = [
  ['NuGet xplat/7.0.0', 0.46],
  ['NuGet xplat/6.14.0', 0.24],
  ['NuGet VS VSIX/7.0.0', 0.17],
  ['Paket/9.0.2', 0.06],
  ['PSResourceGet/1.1.1', 0.03],
  ['browser', 0.04],
] as const

/** Downloads of every planned package from its first day until now: fewer at weekends, more as time goes on, the same in every run. */
export async function addMonthsOfDownloads(server: TestServer, planned: readonly PlannedPackage[]): Promise<void> {
  const { db, now } = server.deps
  const rows = await db.read
    .selectFrom('versions')
    .innerJoin('packages', 'packages.id', 'versions.package_key')
    .select(['versions.id as key', 'packages.lower_id as lowerId', 'versions.published_at as publishedAt'])
    .orderBy('versions.published_at')
    .execute()
  const today = Math.floor(now().getTime() / dayMs)
  const counts = planned.flatMap((pkg, i) => {
    const versions = rows
      .filter(({ lowerId }) => lowerId === pkg.id.toLowerCase())
      .map(({ key, publishedAt }) => ({ key, day: Math.floor(publishedAt / dayMs) }))
    return downloadsOf(pkg, versions, today, createChance(i + 1))
  })
  await db.transaction((tx) => addDownloads(tx, counts))
}

type Version = { readonly key: number; readonly day: number }

function downloadsOf(
  { perDay }: PlannedPackage,
  versions: readonly Version[],
  today: number,
  chance: () => number,
): readonly DownloadCount[] {
  const first = versions[0]?.day ?? today
  const counts: DownloadCount[] = []
  for (let day = first; day <= today; day++) {
    const isWeekend = day % 7 === 2 || day % 7 === 3 // 1 January 1970 was a Thursday
    const grown = 0.35 + (0.65 * (day - first)) / Math.max(1, today - first)
    const all = perDay * grown * (isWeekend ? 0.3 : 1) * (0.8 + 0.4 * chance())
    // The newest version takes over within weeks; the others share what is left.
    const known = versions.filter((version) => version.day <= day).toReversed()
    let left = all
    for (const [i, version] of known.entries()) {
      const taken = i === known.length - 1 ? 1 : Math.min(0.75, 0.15 + (day - version.day) / 40)
      for (const [client, share] of clients) {
        const downloads = Math.round(left * taken * share + chance() - 0.5)
        if (downloads > 0) counts.push({ versionKey: version.key, day, client, downloads })
      }
      left *= 1 - taken
    }
  }
  return counts
}

/** Numbers between 0 and 1 that look like chance and are the same each time. */
function createChance(seed: number): () => number {
  let state = seed * 0x9e3779b9
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32
  }
}
