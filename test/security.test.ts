import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

const rows = readFileSync(join(root, 'docs', 'security.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, surface, file, name] = /^\| (.+?) +\| .+? \| `(.+?)` +\| (.+?) +\|$/.exec(line) ?? []
    return surface && file && name ? [{ surface, file, name }] : []
  })

test('docs/security.md has a row for every surface, each once', () => {
  expect(rows.length).toBeGreaterThan(20)
  expect(new Set(rows.map(({ surface }) => surface)).size).toBe(rows.length)
})

test.each(rows)('docs/security.md names a test that is there: $surface', ({ file, name }) => {
  const source = readFileSync(join(root, file), 'utf8')
  expect(["'", '`', '"'].some((quote) => source.includes(quote + name + quote))).toBe(true)
})
