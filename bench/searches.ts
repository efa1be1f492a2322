import { Agent, get } from 'node:http'
import { words } from './corpus.ts'
import { percentile, round, type Row } from './table.ts'

const agent = new Agent({ keepAlive: true })

async function timed(url: string): Promise<number> {
  const startedAt = performance.now()
  await new Promise<void>((resolve, reject) => {
    get(url, { agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} answers ${response.statusCode}`))
      response.resume().on('end', resolve)
    }).on('error', reject)
  })
  return performance.now() - startedAt
}

const pick = (from: number, to: number) => words[from + Math.floor(Math.random() * (to - from))] ?? ''

/** Different queries each time, by the kinds that design.md names. */
const classes: Readonly<Record<string, () => string>> = {
  rare: () => pick(5_000, 20_000),
  broad: () => pick(0, 50),
  prefix: () => pick(0, 20_000).slice(0, 4),
  'two words': () => `${pick(0, 500)} ${pick(0, 500)}`,
}

export async function measureSearches(searchUrl: string, packages: number, count: number): Promise<readonly Row[]> {
  const rows: Row[] = []
  const ask = (query: () => string) => timed(`${searchUrl}?q=${encodeURIComponent(query())}&take=20`)
  for (const query of Object.values(classes)) for (let i = 0; i < 50; i++) await ask(query)
  for (const [name, query] of Object.entries(classes)) {
    const times: number[] = []
    for (let i = 0; i < count; i++) times.push(await ask(query))
    rows.push(toRow(`search, ${name}`, packages, times, 10))
  }
  const kinds = Object.values(classes)
  const crowd = await Promise.all(
    Array.from({ length: 16 }, async (_, searcher) => {
      const times: number[] = []
      for (let i = 0; i < count / 4; i++) times.push(await ask(kinds[(searcher + i) % kinds.length] ?? (() => '')))
      return times
    }),
  )
  rows.push(toRow('search, 16 at once', packages, crowd.flat(), 40))
  agent.destroy()
  return rows
}

function toRow(what: string, packages: number, times: readonly number[], limitMs: number): Row {
  const p99 = percentile(times, 0.99)
  return {
    what: `${what}, ${round(packages)} packages`,
    must: `p99 ≤ ${limitMs} ms`,
    measured: `p50 ${round(percentile(times, 0.5), 1)} ms, p99 ${round(p99, 1)} ms`,
    isMet: p99 <= limitMs,
  }
}
