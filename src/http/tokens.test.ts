import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const css = readFileSync(join(import.meta.dirname, '..', 'web', 'tokens.css'), 'utf8')
const themes = ['light', 'dark'] as const
type Theme = (typeof themes)[number]

/** The colour's text in this theme: `oklch(0.25 0.012 70)`. */
function colourOf(name: string, theme: Theme): string {
  const value = new RegExp(`--${name}: (.+);`).exec(css)?.[1] ?? ''
  const other = /^var\(--([\w-]+)\)$/.exec(value)?.[1]
  if (other !== undefined) return colourOf(other, theme)
  const both = /^light-dark\((oklch\([^)]+\)), (oklch\([^)]+\))\)$/.exec(value)
  return (theme === 'light' ? both?.[1] : both?.[2]) ?? value
}

/** Relative luminance (WCAG 2.2) of an OKLCH colour within sRGB. */
function luminance(colour: string): number {
  const parts = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(colour)?.slice(1).map(Number)
  if (parts?.length !== 3) throw new Error(`not a colour: ${colour}`)
  const [lightness = 0, chroma = 0, hue = 0] = parts
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)]
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const [red, green, blue] = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((value) => Math.min(1, Math.max(0, value)))
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((x, y) => x - y)
  return (lighter + 0.05) / (darker + 0.05)
}

const surfaces = ['surface', 'surface-raised', 'surface-sunken', 'surface-hover']
const calm = surfaces.slice(0, 3)

/** What is read, and on what. */
const texts: readonly (readonly [text: string, on: readonly string[]])[] = [
  ['ink', surfaces],
  ['ink-quiet', surfaces],
  ['link', surfaces],
  ['accent-text', calm],
  ['accent-ink', ['accent', 'accent-strong']],
  ['ok', [...calm, 'ok-quiet']],
  ['warn', [...calm, 'warn-quiet']],
  ['danger', [...calm, 'danger-quiet']],
  ['info', [...calm, 'info-quiet']],
  ['ink', ['ok-quiet', 'warn-quiet', 'danger-quiet', 'info-quiet']],
]

/** Lines that mean something: edges of fields, rings of focus, lines of plots. */
const lines: readonly (readonly [line: string, on: readonly string[]])[] = [
  ['line-strong', calm],
  ['focus', surfaces],
  ...[1, 2, 3, 4, 5].map((number) => [`series-${number}`, ['surface']] as const),
]

describe.each(themes)('the colours of the %s theme', (theme) => {
  test.each(texts)('%s can be read', (text, on) => {
    for (const ground of on) {
      const found = contrast(colourOf(text, theme), colourOf(ground, theme))
      expect(found, `${text} on ${ground}: ${found.toFixed(2)}`).toBeGreaterThanOrEqual(4.5)
    }
  })

  test.each(lines)('%s can be seen', (line, on) => {
    for (const ground of on) {
      const found = contrast(colourOf(line, theme), colourOf(ground, theme))
      expect(found, `${line} on ${ground}: ${found.toFixed(2)}`).toBeGreaterThanOrEqual(3)
    }
  })
})

test('contrast is that of WCAG: black on white is 21, and a grey of the middle 4.5', () => {
  expect(contrast('oklch(0 0 0)', 'oklch(1 0 0)')).toBeCloseTo(21, 1)
  expect(contrast('oklch(0.568 0 0)', 'oklch(1 0 0)')).toBeCloseTo(4.5, 0)
})
