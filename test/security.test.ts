import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from './server.ts'
import { listCommands, listPages, listProtocol } from './surfaces.ts'

const root = join(import.meta.dirname, '..')
const lines = readFileSync(join(root, 'docs', 'security.md'), 'utf8').split('\n')

const rows = lines.flatMap((line) => {
  const [, surface, file, name] = /^\| (.+?) +\| .+? \| `(.+?)` +\| (.+?) +\|$/.exec(line) ?? []
  return surface && file && name ? [{ surface, file, name }] : []
})

/** `GET /packages/:id` or `lode user *`, and the surface that it belongs to. */
const places = lines.flatMap((line) => {
  const [, patterns = '', surface = ''] = /^\| (`.+`) +\| ([^|]+?) +\|$/.exec(line) ?? []
  return [...patterns.matchAll(/`([^`]+)`/g)].map(([, pattern = '']) => ({ pattern, surface }))
})

test('docs/security.md has a row for every surface, each once', () => {
  expect(rows.length).toBeGreaterThan(20)
  expect(new Set(rows.map(({ surface }) => surface)).size).toBe(rows.length)
})

test.each(rows)('docs/security.md names a test that is there: $surface', ({ file, name }) => {
  const source = readFileSync(join(root, file), 'utf8')
  expect(["'", '`', '"'].some((quote) => source.includes(quote + name + quote))).toBe(true)
})

describe('what docs/security.md says where each surface is', () => {
  let server: TestServer
  beforeAll(async () => void (server = await startTestServer()))
  afterAll(() => server.close())

  const matches = (pattern: string, route: string) => {
    const text = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
    return new RegExp(`^${text}$`).test(route)
  }
  const everything = () => [...listPages(server.deps), ...listProtocol(), ...listCommands()]

  test('covers every page, every request of the protocol and every command', () => {
    const known = everything()
    expect(known.length).toBeGreaterThan(150)
    expect(known.filter((route) => !places.some(({ pattern }) => matches(pattern, route)))).toEqual([])
  })

  test('names nothing that is not there', () => {
    const known = everything()
    expect(places.filter(({ pattern }) => !known.some((route) => matches(pattern, route)))).toEqual([])
    const surfaces = rows.map(({ surface }) => surface)
    expect(places.filter(({ surface }) => !surfaces.includes(surface))).toEqual([])
  })
})
