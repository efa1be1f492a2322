import type { Totals } from './store.ts'

const keepMs = 10_000

/** Counting everything takes a while on a large gallery: the answer is kept for ten seconds and shared. */
export function createTotalsCache(count: () => Promise<Totals>, now: () => Date): () => Promise<Totals> {
  let kept: { readonly at: number; readonly totals: Promise<Totals> } | null = null
  return () => {
    if (!kept || Math.abs(now().getTime() - kept.at) > keepMs) {
      const totals = count()
      totals.catch(() => {
        kept = null
      })
      kept = { at: now().getTime(), totals }
    }
    return kept.totals
  }
}
