import { crc32, deflateSync } from 'node:zlib'

type Colour = readonly [red: number, green: number, blue: number]

/** Whether a point belongs to the sign; both coordinates run from -1 (left, top) to 1. */
type Sign = (x: number, y: number) => boolean

/** Signs for icons of made-up packages. */
export const signs = {
  layers: (x, y) => Math.abs(x) < 0.52 && [-0.38, 0, 0.38].some((middle) => Math.abs(y - middle) < 0.11),
  ring: (x, y) => Math.abs(Math.hypot(x, y) - 0.42) < 0.13,
  bars: (x, y) => [-0.4, 0, 0.4].some((left, i) => Math.abs(x - left) < 0.13 && y < 0.5 && y > 0.1 - i * 0.3),
  diamond: (x, y) => Math.abs(x) + Math.abs(y) < 0.6 && Math.abs(x) + Math.abs(y) > 0.28,
  envelope: (x, y) => Math.abs(x) < 0.56 && Math.abs(y) < 0.4 && Math.abs(y + 0.34 - 0.5 * (0.56 - Math.abs(x))) > 0.07,
  waves: (x, y) =>
    [-0.26, 0.18].some((middle) => Math.abs(y - middle - 0.16 * Math.sin(x * 6)) < 0.1 && Math.abs(x) < 0.6),
  page: (x, y) =>
    Math.abs(x) < 0.38 &&
    Math.abs(y) < 0.52 &&
    !(Math.abs(x) < 0.22 && [-0.2, 0.06].some((at) => Math.abs(y - at) < 0.06)),
  coin: (x, y) => Math.hypot(x, y) < 0.52 && !(Math.abs(x) < 0.09 && Math.abs(y) < 0.3),
} satisfies Record<string, Sign>

const size = 128
const perPixel = 3

/** A PNG: the sign on a rounded square. */
export function drawIcon(sign: keyof typeof signs, background: Colour, ink: Colour = [255, 255, 255]): Uint8Array {
  const rows = Buffer.alloc(size * (1 + size * 4))
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      rows.set(pixel(signs[sign], background, ink, x, y), y * (1 + size * 4) + 1 + x * 4)
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.set([8, 6], 8) // eight bits each of red, green, blue and opacity
  const magic = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  return Buffer.concat([magic, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}

/** The mean of several points within it, so that edges are smooth. */
function pixel(sign: Sign, background: Colour, ink: Colour, x: number, y: number): readonly number[] {
  let [inside, inked] = [0, 0]
  for (let part = 0; part < perPixel ** 2; part++) {
    const at = (pixels: number, offset: number) => ((pixels + (offset + 0.5) / perPixel) / size) * 2 - 1
    const [px, py] = [at(x, part % perPixel), at(y, Math.floor(part / perPixel))]
    const corner = Math.hypot(Math.max(0, Math.abs(px) - 0.6), Math.max(0, Math.abs(py) - 0.6))
    if (corner > 0.4) continue
    inside++
    if (sign(px, py)) inked++
  }
  const share = inside === 0 ? 0 : inked / inside
  const mixed = background.map((value, i) => Math.round(value + ((ink[i] ?? 255) - value) * share))
  return [...mixed, Math.round((inside / perPixel ** 2) * 255)]
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
