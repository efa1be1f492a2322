/** The drawing that a plot's lines are put into, in units of its own: the page stretches it. */
export const width = 1000
export const height = 200

/** The next of 1, 2, 5, 10, 20, 50 … at or above `value`: what the scale ends with. */
export function scaleEnd(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)))
  return [1, 2, 5, 10].map((factor) => factor * power).find((end) => end >= value) ?? 10 * power
}

/** The points of a line as SVG takes them. A single value is a line across. */
export function toPoints(values: readonly number[], end: number): string {
  const [only] = values
  const drawn = values.length === 1 && only !== undefined ? [only, only] : values
  return drawn
    .map((value, i) => `${round((i / (drawn.length - 1)) * width)},${round(height - (value / end) * height)}`)
    .join(' ')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
