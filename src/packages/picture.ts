/** A picture that browsers show without running anything, by its first bytes, whatever the file's name says. */
export type Picture = {
  readonly type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp'
  /** In pixels; null when the head of the file does not say it. */
  readonly size: { readonly width: number; readonly height: number } | null
}

/** What picture these bytes are, or null. SVG is none: it is a document. */
export function readPicture(bytes: Buffer): Picture | null {
  const type = pictureType(bytes)
  if (type === null) return null
  const size = sizeReaders[type](bytes)
  return { type, size: size && isLikely(size.width) && isLikely(size.height) ? size : null }
}

/** No page needs room for more, whatever the head of a file claims. */
function isLikely(pixels: number): boolean {
  return pixels > 0 && pixels <= 16_384
}

export function pictureType(bytes: Buffer): Picture['type'] | null {
  const text = (from: number, to: number) => bytes.subarray(from, to).toString('latin1')
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png'
  if (text(0, 3) === '\xff\xd8\xff') return 'image/jpeg'
  if (/^GIF8[79]a$/.test(text(0, 6))) return 'image/gif'
  return text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP' ? 'image/webp' : null
}

/** Null for anything that is not a PNG or JPEG picture: no other icons are pushed. */
export function iconType(bytes: Buffer): string | null {
  const type = pictureType(bytes)
  return type === 'image/png' || type === 'image/jpeg' ? type : null
}

type SizeReader = (bytes: Buffer) => Picture['size']

const sizeReaders: Readonly<Record<Picture['type'], SizeReader>> = {
  'image/png': (bytes) =>
    bytes.length < 24 ? null : { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) },
  'image/gif': (bytes) => (bytes.length < 10 ? null : { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }),
  'image/webp': readWebpSize,
  'image/jpeg': readJpegSize,
}

/** The three kinds of a WebP file. Source: developers.google.com/speed/webp/docs/riff_container. */
function readWebpSize(bytes: Buffer): Picture['size'] {
  if (bytes.length < 30) return null
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8 ':
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
    default:
      return null
  }
}

/** Walks the segments to the one that begins the frame. Source: ITU T.81, B.1 and B.2.2. */
function readJpegSize(bytes: Buffer): Picture['size'] {
  let at = 2
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}
