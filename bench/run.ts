import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { folder } from './instance.ts'
import { describeMachine } from './machine.ts'
import { benchMemory } from './memory.ts'
import { benchPackages } from './packages.ts'
import { benchPages } from './pages.ts'
import { readOptions, subjects, type Options, type Subject } from './options.ts'
import { benchProcesses } from './processes.ts'
import { benchPushes } from './pushes.ts'
import { benchPostgresReads, benchReads } from './reads.ts'
import { benchRestore } from './restore.ts'
import { benchVersions } from './versions.ts'
import { renderTable, type Note, type Row } from './table.ts'

/**
 * `npm run bench -- [--quick] [--only reads,pushes] [--packages N]`: the table "Speed it must reach" of design.md. Prints
 * what the README shows between its figures markers, and writes it to bench/results/.
 */
const options = readOptions(process.argv.slice(2))
const benches: Readonly<Record<Subject, (options: Options, note: Note) => Promise<void>>> = {
  reads: benchReads,
  pushes: benchPushes,
  memory: benchMemory,
  restore: benchRestore,
  processes: benchProcesses,
  packages: benchPackages,
  versions: benchVersions,
  postgres: benchPostgresReads,
  pages: benchPages,
}

const tables = [
  { title: null, subjects: ['reads', 'pushes', 'memory', 'restore'] },
  { title: 'With many packages (cost is processor time of the answering thread per request):', subjects: ['packages'] },
  { title: 'With many versions of one ID:', subjects: ['versions'] },
  { title: 'Several processes on one port:', subjects: ['processes'] },
  { title: 'With PostgreSQL:', subjects: ['postgres'] },
  { title: 'Pages, in Chromium and without:', subjects: ['pages'] },
] as const satisfies readonly { title: string | null; subjects: readonly Subject[] }[]

const measured = new Map<Subject, Row[]>(subjects.map((subject) => [subject, []]))
const isPostgres = (row: Row) => row.what.endsWith(', PostgreSQL')

function render(heading: readonly string[]): string {
  const rows = [...measured.values()].flat()
  const parts = tables.map(({ title, subjects: shown }) => {
    const own = shown.flatMap((subject) => measured.get(subject) ?? []).filter((row) => !isPostgres(row))
    const table = title === 'With PostgreSQL:' ? rows.filter(isPostgres) : own
    return table.length === 0 ? [] : [...(title === null ? [] : ['', title]), '', renderTable(table)]
  })
  return ['<!-- figures:begin -->', '', ...heading, ...parts.flat(), '', '<!-- figures:end -->', ''].join('\n')
}

const heading = describeMachine()
try {
  for (const subject of subjects.filter((name) => options.only.has(name))) {
    const startedAt = performance.now()
    await benches[subject](options, (...rows) => {
      measured.get(subject)?.push(...rows)
      for (const row of rows) console.error(`${row.what}: ${row.measured}`)
    })
    console.error(`— ${subject} took ${Math.round((performance.now() - startedAt) / 1000)} s`)
  }
  const text = render(heading)
  console.log(text)
  const results = fileURLToPath(new URL('results', import.meta.url))
  mkdirSync(results, { recursive: true })
  const name = `${new Date().toISOString().slice(0, 16).replaceAll(':', '')}${options.isQuick ? '-quick' : ''}.md`
  writeFileSync(join(results, name), text)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
