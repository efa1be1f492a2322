import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** Red, green and blue as light, from a colour as tokens.css has it. */
type Light = readonly [number, number, number]

const tokens = readFileSync(join(import.meta.dirname, '..', 'src', 'web', 'tokens.css'), 'utf8')
const names = ['link', 'series-2', 'series-3', 'series-4', 'series-5', 'ink-quiet']

function colorsOf(theme: 'light' | 'dark'): readonly (readonly [name: string, light: Light])[] {
  return names.map((name) => {
    const line = new RegExp(`--${name}: light-dark\\((.*)\\);`).exec(tokens)?.[1] ?? ''
    const [light = [], dark = []] = Array.from(line.matchAll(/oklch\(([^)]*)\)/g), ([, numbers = '']) =>
      numbers.split(' ').map(Number),
    )
    return [name, fromOklch(theme === 'light' ? light : dark)]
  })
}

/** https://bottosson.github.io/posts/oklab/ */
function fromOklch([lightness = NaN, chroma = NaN, hue = NaN]: readonly number[]): Light {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)]
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
}

function toOklab(light: Light): Light {
  const [r, g, b] = light.map((part) => Math.max(0, part)) as [number, number, number]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

/** What light becomes for eyes that lack one kind of cones: Machado, Oliveira and Fernandes 2009, severity 1. */
const eyes: Readonly<Record<string, readonly Light[]>> = {
  'all cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

const seenBy = (eye: readonly Light[], light: Light): Light =>
  eye.map(([r, g, b]) => r * light[0] + g * light[1] + b * light[2]) as unknown as Light

test.each(['light', 'dark'] as const)('every two lines of a plot differ to all eyes: %s', (theme) => {
  const colors = colorsOf(theme)
  expect(colors.flatMap(([, light]) => light).every(Number.isFinite)).toBe(true)
  const alike = Object.entries(eyes).flatMap(([who, eye]) =>
    colors.flatMap(([a, first], i) =>
      colors.slice(i + 1).flatMap(([b, second]) => {
        const [x, y] = [toOklab(seenBy(eye, first)), toOklab(seenBy(eye, second))]
        const difference = Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2])
        return difference >= 0.07 ? [] : [`${who}: ${a} and ${b} differ by ${difference.toFixed(3)}`]
      }),
    ),
  )
  expect(alike).toEqual([])
})
