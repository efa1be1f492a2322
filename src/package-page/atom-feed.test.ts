import { expect, test } from 'vitest'
import { SaxesParser } from 'saxes'
import { parseVersion } from '../nuget/version.ts'
import { renderAtomFeed, type AtomSubject } from './atom-feed.ts'

const site = { baseUrl: 'https://packages.example', brand: 'Contoso & Co.' }

function version(text: string, others: { description?: string; editedAt?: string } = {}) {
  const parsed = parseVersion(text)
  if (!parsed) throw new Error(text)
  const at = new Date('2026-03-01T10:00:00Z')
  const metadata = { description: others.description ?? 'Words.' } as AtomSubject['versions'][number]['metadata']
  const lastEditedAt = others.editedAt === undefined ? null : new Date(others.editedAt)
  return { version: parsed, metadata, createdAt: at, publishedAt: at, lastEditedAt }
}

/** The texts of the elements, by path, in the order of the document; throws when it is not well-formed. */
function read(xml: string): readonly (readonly [path: string, text: string])[] {
  const found: (readonly [string, string])[] = []
  const open: string[] = []
  let text = ''
  const parser = new SaxesParser({ xmlns: true })
  parser.on('opentag', ({ local, uri }) => {
    if (uri !== 'http://www.w3.org/2005/Atom') throw new Error(`${local} is not of Atom`)
    open.push(local)
    text = ''
  })
  parser.on('text', (more) => (text += more))
  parser.on('closetag', () => {
    found.push([open.join('/'), text.trim()])
    open.pop()
    text = ''
  })
  parser.on('error', (error) => {
    throw error
  })
  parser.write(xml).close()
  return found
}

const all = (xml: string, path: string) => read(xml).flatMap(([at, text]) => (at === path ? [text] : []))

test('has what RFC 4287 asks of a feed and of each entry, in the order given', () => {
  const versions = [version('2.0.0', { editedAt: '2026-04-01T00:00:00Z' }), version('1.0.0')]
  const xml = renderAtomFeed({ package: { id: 'A.B' }, versions, owners: ['ann', 'bob'], site, prerelease: false })
  expect(all(xml, 'feed/id')).toEqual(['https://packages.example/packages/A.B'])
  expect(all(xml, 'feed/title')).toEqual(['A.B · Contoso & Co.'])
  expect(all(xml, 'feed/updated')).toEqual(['2026-04-01T00:00:00.000Z'])
  expect(all(xml, 'feed/author/name')).toEqual(['ann', 'bob'])
  expect(all(xml, 'feed/entry/id')).toEqual(
    ['2.0.0', '1.0.0'].map((text) => `https://packages.example/packages/A.B/${text}`),
  )
  expect(all(xml, 'feed/entry/updated')).toEqual(['2026-04-01T00:00:00.000Z', '2026-03-01T10:00:00.000Z'])
  expect(xml).toContain(
    'rel="self" type="application/atom+xml" href="https://packages.example/packages/A.B/atom.xml?prerel=false"',
  )
})

test('what packages say is text, whatever it says', () => {
  const description = '</content><script>alert(1)</script> & "quoted" \u0000\u0008\ud800\ufffe 文字 🎉'
  const versions = [version('1.0.0', { description })]
  const xml = renderAtomFeed({ package: { id: 'A' }, versions, owners: ['ann'], site, prerelease: true })
  expect(xml).not.toContain('<script>')
  expect(all(xml, 'feed/entry/content')).toEqual(['</content><script>alert(1)</script> & "quoted"  文字 🎉'])
})
