import { expect, test } from 'vitest'
import { imageOnHost, packedPath } from './readme-images.ts'

test.each([
  ['docs/picture.png', 'README.md', 'docs/picture.png'],
  ['./Docs/Picture.PNG', 'README.md', 'docs/picture.png'],
  ['/docs/picture.png', 'README.md', 'docs/picture.png'],
  ['picture.png', 'docs/README.md', 'docs/picture.png'],
  ['../picture.png?raw=true#x', 'docs\\README.md', 'picture.png'],
  ['a%20b.png', 'README.md', 'a b.png'],
  ['../../../picture.png', 'README.md', 'picture.png'],
  ['https://example.org/picture.png', 'README.md', null],
  ['//example.org/picture.png', 'README.md', null],
  ['\\\\example.org\\picture.png', 'README.md', null],
  ['data:image/png;base64,AA', 'README.md', null],
  ['javascript:alert(1)', 'README.md', null],
  ['%zz.png', 'README.md', null],
])('%s in %s means the file %s', (source, readme, path) => {
  expect(packedPath(source, readme)).toBe(path)
})

test.each([
  ['https://img.shields.io/x.svg', 'https://img.shields.io/x.svg'],
  ['http://img.shields.io/x.svg', 'https://img.shields.io/x.svg'],
  ['//img.shields.io/x.svg', 'https://img.shields.io/x.svg'],
  ['https://a.b.example.com/x.png', 'https://a.b.example.com/x.png'],
  ['https://example.com/x.png', null],
  ['https://evilexample.com/x.png', null],
  ['https://img.shields.io.evil.example/x.svg', null],
  ['https://user@img.shields.io/x.svg', null],
  ['https://img.shields.io:8443/x.svg', null],
  ['docs/x.png', null],
])('with img.shields.io and *.example.com allowed, %s is loaded from %s', (source, src) => {
  expect(imageOnHost(source, ['img.shields.io', '*.example.com'])?.src ?? null).toBe(src)
})
