/** A cache with a bound on the bytes that it holds. What was used longest ago goes first. */
export type ByteCache<T> = {
  get(key: string): T | undefined
  set(key: string, value: T, sizeBytes: number): void
  delete(key: string): void
  readonly sizeBytes: number
}

/** What an entry costs beside its body: key, headers, objects. */
const overheadBytes = 1500

/**
 * Makes a cache of at most `maxBytes`. Recency has two generations instead of an exact order: a hit in the young one costs
 * one look-up and moves nothing, and when the young one holds half of the bytes, the old one is dropped.
 */
export function createByteCache<T>(maxBytes: number): ByteCache<T> {
  type Entry = { readonly value: T; readonly bytes: number }
  let young = new Map<string, Entry>()
  let old = new Map<string, Entry>()
  let youngBytes = 0
  let oldBytes = 0

  function remove(key: string): void {
    youngBytes -= young.get(key)?.bytes ?? 0
    oldBytes -= old.get(key)?.bytes ?? 0
    young.delete(key)
    old.delete(key)
  }

  function add(key: string, entry: Entry): void {
    remove(key)
    if (entry.bytes > maxBytes / 2) return
    if (youngBytes + entry.bytes > maxBytes / 2) {
      old = young
      oldBytes = youngBytes
      young = new Map()
      youngBytes = 0
    }
    young.set(key, entry)
    youngBytes += entry.bytes
  }

  return {
    get(key) {
      const entry = young.get(key)
      if (entry) return entry.value
      const aged = old.get(key)
      if (aged) add(key, aged)
      return aged?.value
    },
    set: (key, value, sizeBytes) => add(key, { value, bytes: sizeBytes + overheadBytes }),
    delete: remove,
    get sizeBytes() {
      return youngBytes + oldBytes
    },
  }
}
