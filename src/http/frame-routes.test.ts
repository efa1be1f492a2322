import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase } from '../../test/databases.ts'
import type { Database } from '../db/database.ts'
import { loadAssets } from './assets.ts'
import { makeTestSite } from './test-pages.tsx'

let db: Database
const folder = mkdtempSync(join(tmpdir(), 'lode-assets-'))

beforeAll(async () => {
  db = await openTestDatabase('sqlite')
  writeFileSync(join(folder, 'site-0a1b.css'), 'body { color: red }'.repeat(100))
  writeFileSync(join(folder, 'favicon-2c3d.ico'), 'x')
  writeFileSync(join(folder, 'manifest.json'), '{"site.css":"site-0a1b.css","favicon.ico":"favicon-2c3d.ico"}')
})

afterAll(async () => {
  rmSync(folder, { recursive: true })
  await db.close()
})

test('a built file is kept for ever under the address that names its content, compressed where asked', async () => {
  const assets = loadAssets(folder)
  const site = makeTestSite(db, { assets })
  expect(assets.url('site.css')).toBe('/assets/site-0a1b.css')

  const plain = await site.request('/assets/site-0a1b.css')
  expect(plain.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
  expect(plain.headers.get('Content-Type')).toBe('text/css; charset=utf-8')
  expect(plain.headers.getSetCookie()).toEqual([])

  const zipped = await site.request('/assets/site-0a1b.css', { headers: { 'Accept-Encoding': 'br, gzip' } })
  expect(zipped.headers.get('Content-Encoding')).toBe('gzip')
  expect(gunzipSync(await zipped.arrayBuffer()).toString()).toBe(await plain.text())

  expect((await site.request('/assets/manifest.json')).status).toBe(404)
  expect((await site.request('/assets/..%2fmanifest.json')).status).toBe(404)
  expect(await (await site.request('/favicon.ico')).text()).toBe('x')
})

test('robots are kept out until the operator lets them in', async () => {
  const closed = await makeTestSite(db).request('/robots.txt')
  expect(await closed.text()).toBe('User-agent: *\nDisallow: /\n')
  const open = await makeTestSite(db, { settings: { LODE_ROBOTS: 'allow' } }).request('/robots.txt')
  const text = await open.text()
  expect(text).toMatch(/^User-agent: \*\nDisallow: \/v3\/\n/)
  expect(text).toMatch(/\nSitemap: http:.*\/sitemap\.xml\n$/)
  const settings = { LODE_ROBOTS: 'allow', LODE_READS: 'private' }
  expect(await (await makeTestSite(db, { settings }).request('/robots.txt')).text()).not.toContain('Sitemap')
})

test('browsers can add the gallery as a search engine', async () => {
  const settings = { LODE_BRAND: 'Ann & Co' }
  const response = await makeTestSite(db, { baseUrl: 'https://lode.contoso.com', settings }).request('/opensearch.xml')
  expect(response.headers.get('Content-Type')).toMatch(/^application\/opensearchdescription\+xml/)
  const xml = await response.text()
  expect(xml).toContain('template="https://lode.contoso.com/packages?q={searchTerms}"')
  expect(xml).toContain('<ShortName>Ann &#38; Co</ShortName>')
  expect(xml).toContain('template="https://lode.contoso.com/opensearch/suggestions?q={searchTerms}"')
  const ofPrivate = { LODE_BRAND: 'A very long name 😀 of a gallery', LODE_READS: 'private' }
  const other = await (await makeTestSite(db, { settings: ofPrivate }).request('/opensearch.xml')).text()
  expect(other).not.toContain('suggestions') // a browser asks without being signed in
  expect(other).toContain('<ShortName>A very long name</ShortName>')
})
