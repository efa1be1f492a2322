/**
 * How good a measure is, from 0 to 1, on the curve that Lighthouse scores pages by: a log-normal distribution in which
 * `good` scores 0.9 and `median` scores 0.5. Source: GoogleChrome/lighthouse, docs on scoring.
 */
export function scoreOf(value: number, curve: { readonly good: number; readonly median: number }): number {
  if (value <= 0) return 1
  const deviation = Math.log(curve.good / curve.median) / quantile90
  return 1 - normal(Math.log(value / curve.median) / -deviation)
}

/** The 90th percentile of the standard normal distribution. */
const quantile90 = 1.2815515655446004

/** Cumulative distribution of the standard normal one, to about 1e-7 (Abramowitz and Stegun 26.2.17). */
function normal(x: number): number {
  if (x < 0) return 1 - normal(-x)
  const t = 1 / (1 + 0.2316419 * x)
  const terms = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429]
  const sum = terms.reduceRight((rest, term) => t * (term + rest), 0)
  return 1 - (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * sum
}

/** What a reader waits for: milliseconds, but for the shift, which has no unit. */
export type Vitals = {
  readonly firstPaint: number
  readonly largestPaint: number
  /** Beyond 50 ms of each long task. */
  readonly blocked: number
  readonly shift: number
}

/** Curves and weights of Lighthouse 10 and later for phones; its speed index, a tenth, is left out and shared by the rest. */
const curves = {
  firstPaint: { good: 1800, median: 3000, weight: 10 },
  largestPaint: { good: 2500, median: 4000, weight: 25 },
  blocked: { good: 200, median: 600, weight: 30 },
  shift: { good: 0.1, median: 0.25, weight: 25 },
} as const satisfies Record<keyof Vitals, object>

/** From 0 to 100. */
export function performanceScore(vitals: Vitals): number {
  const parts = (Object.keys(curves) as (keyof Vitals)[]).map((name) => {
    const { weight, ...curve } = curves[name]
    return { weight, score: scoreOf(vitals[name], curve) }
  })
  const total = parts.reduce((sum, { weight }) => sum + weight, 0)
  return (parts.reduce((sum, { weight, score }) => sum + weight * score, 0) / total) * 100
}
