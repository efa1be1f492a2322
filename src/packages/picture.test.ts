import { expect, test } from 'vitest'
import { readPicture } from './picture.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const png = hex('89504e470d0a1a0a 0000000d 49484452 00000258 00000190 08060000')
const jpeg = hex('ffd8 ffe0 0004 4a46 ffc0 0011 08 00f0 0140 03012200')
const gif = Buffer.from('GIF89a\x20\x01\x90\x00', 'latin1')
const webp = (kind: string, rest: string) =>
  Buffer.concat([Buffer.from('RIFF\x20\0\0\0WEBP', 'latin1'), Buffer.from(kind), hex(`0a000000 ${rest}`)])

test.each([
  ['PNG', png, 'image/png', { width: 600, height: 400 }],
  ['JPEG', jpeg, 'image/jpeg', { width: 320, height: 240 }],
  ['GIF', gif, 'image/gif', { width: 288, height: 144 }],
  ['WebP with extras', webp('VP8X', '00000000 570200 8f0100 00000000'), 'image/webp', { width: 600, height: 400 }],
  ['WebP without loss', webp('VP8L', '2f 57c26300 0000000000000000'), 'image/webp', { width: 600, height: 400 }],
  ['WebP', webp('VP8 ', '000000 9d012a 5802 9001 00000000'), 'image/webp', { width: 600, height: 400 }],
  ['PNG that ends early', png.subarray(0, 12), 'image/png', null],
  ['JPEG that ends early', jpeg.subarray(0, 9), 'image/jpeg', null],
  ['JPEG whose segments lead nowhere', hex('ffd8 ffe0 0000 ffe0 0000 ffe0 0000'), 'image/jpeg', null],
  ['PNG that claims a million lines', hex('89504e470d0a1a0a 0000000d 49484452 00000001 000f4240'), 'image/png', null],
  ['PNG without width', Buffer.concat([png.subarray(0, 16), Buffer.alloc(8)]), 'image/png', null],
])('a %s file', (_name, bytes, type, size) => {
  expect(readPicture(bytes)).toEqual({ type, size })
})

test.each(['<svg xmlns="http://www.w3.org/2000/svg"/>', 'GIF90a', 'RIFF    WAVE', '', 'BM'])('%s is none', (text) => {
  expect(readPicture(Buffer.from(text, 'latin1'))).toBeNull()
})
