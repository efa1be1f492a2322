import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findIds, openTestCatalog, type TestVersion } from './test-catalog.ts'

/** The lines of a file beside this one, cut at the bars; those that begin with `# ` say something about the file. */
function readLines(name: string): readonly (readonly string[])[] {
  const text = readFileSync(new URL(`./judged/${name}`, import.meta.url), 'utf8')
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('# '))
  return lines.map((line) => line.split(' |').map((cell) => cell.trim()))
}

const packages = readLines('packages.txt').map(
  ([id = '', millions = '', owner = '', authors = '', tags = '', description = '']): TestVersion => ({
    id,
    downloads: Number(millions) * 1e6,
    owners: [owner],
    authors,
    tags: tags.split(' ').filter(Boolean),
    description,
  }),
)

const judged = readLines('queries.txt').map(([query = '', right = '']) => ({
  query,
  right: new Set(right.split(',').map((id) => id.trim().toLowerCase())),
}))

test('people find what they look for: mean reciprocal rank of the judged queries at least 0.9', async () => {
  expect(packages.length).toBeGreaterThanOrEqual(300)
  expect(judged.length).toBeGreaterThanOrEqual(60)
  const catalog = await openTestCatalog()
  await catalog.publish(...packages)
  const search = await catalog.startSearch()
  const misses: string[] = []
  let sum = 0
  for (const { query, right } of judged) {
    const found = await findIds(search, query)
    const place = found.findIndex((id) => right.has(id))
    sum += place < 0 ? 0 : 1 / (place + 1)
    if (place !== 0)
      misses.push(`${query}: ${place < 0 ? 'not found' : place + 1}; first ${found.slice(0, 3).join(', ')}`)
  }
  const meanReciprocalRank = sum / judged.length
  expect(meanReciprocalRank, misses.join('\n')).toBeGreaterThanOrEqual(0.9)
}, 60_000)
