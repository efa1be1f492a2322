import { escapeXml } from '../escape-xml.ts'

export type Badge = {
  readonly label: string
  readonly value: string
  /** Quiet for what is not there, or not yet stable. */
  readonly tone: 'gold' | 'quiet'
}

const height = 20
const padding = 7
const fontSize = 11

/** Stone and the vein of gold (web/tokens.css), as plain colours: a badge stands on other sites, light and dark. */
const colours = {
  label: { fill: '#453f39', text: '#ffffff' },
  gold: { fill: '#e8bd4e', text: '#2f2415' },
  quiet: { fill: '#8f877d', text: '#15120f' },
} as const

/** Two cells: what it is about, and what of it. Looks as wide wherever it is shown: `textLength` fits the reader's font. */
export function renderBadge({ label, value, tone }: Badge): string {
  const [left, right] = [cellWidth(label), cellWidth(value)]
  const width = left + right
  const title = escapeXml(`${label}: ${value}`)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<clipPath id="r"><rect width="${width}" height="${height}" rx="4"/></clipPath>`,
    '<g clip-path="url(#r)">',
    `<rect width="${left}" height="${height}" fill="${colours.label.fill}"/>`,
    `<rect x="${left}" width="${right}" height="${height}" fill="${colours[tone].fill}"/>`,
    '</g>',
    `<g font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="${fontSize}">`,
    renderText(label, padding, colours.label.text),
    renderText(value, left + padding, colours[tone].text),
    '</g></svg>',
  ].join('')
}

function renderText(text: string, x: number, fill: string): string {
  return `<text x="${x}" y="14" fill="${fill}" textLength="${textWidth(text)}" lengthAdjust="spacingAndGlyphs">${escapeXml(text)}</text>`
}

function cellWidth(text: string): number {
  return textWidth(text) + 2 * padding
}

/** About what Verdana takes, in whole pixels. */
function textWidth(text: string): number {
  const widths = Array.from(text, (character) => {
    if (/[ijlI.,:;'|! ()[\]]/.test(character)) return 4.3
    if (/[mwMW@%]/.test(character)) return 10
    if (/[A-Z]/.test(character)) return 7.8
    return character <= '\u024f' ? 6.8 : fontSize
  })
  return Math.max(1, Math.round(widths.reduce((sum, width) => sum + width, 0)))
}

/** `950`, `12.4k`, `3M`: as much as fits, in every language. */
export function shortNumber(count: number): string {
  const steps = [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const
  // 999,950 would be 1000.0k: it belongs to the next step.
  const step = steps.find(([size]) => count >= size * 0.99995 && count >= 1000)
  if (!step) return String(count)
  const value = count / step[0]
  return `${value < 99.95 ? Number(value.toFixed(1)) : Math.round(value)}${step[1]}`
}
