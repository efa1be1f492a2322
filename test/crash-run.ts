import { crashTest } from './crash.ts'

/** `npm run crash -- 50`: half of the kills on each database. */
const kills = Number(process.argv[2] ?? '20')
if (!Number.isInteger(kills) || kills < 1) {
  console.error('usage: npm run crash -- KILLS')
  process.exit(2)
}
for (const [database, share] of [
  ['sqlite', Math.ceil(kills / 2)],
  ['postgres', Math.floor(kills / 2)],
] as const) {
  if (share === 0) continue
  const report = await crashTest({ database, kills: share, onRound: (line) => console.log(`${database} ${line}`) })
  console.log(
    `${database}: ${report.kills} kills, ${report.acknowledged} pushes answered with 201, none lost. ` +
      `${report.unanswered} without an answer, of which ${report.unansweredButThere} are there, whole. ` +
      `${report.removedFiles} unreferenced files removed by --repair.`,
  )
}
