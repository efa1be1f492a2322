/** This gallery, and whoever reads, as far as what they type depends on it. */
export type HelpReader = {
  /** Public address without a trailing slash. */
  readonly baseUrl: string
  /** Reading needs a key as well. */
  readonly isPrivate: boolean
  /** What the source is called in a client: `sourceName` of the brand. */
  readonly sourceName: string
  /** The reader's name; null for strangers. */
  readonly userName: string | null
}

/** The same with the packages that examples are about. */
export type HelpSubject = HelpReader & {
  /**
   * The packages that the snippets are about: the reader's own, else one that is made up. Never somebody else's: what is
   * copied from here decides what is installed.
   */
  readonly packages: readonly { readonly id: string; readonly version: string }[]
  /** Patterns of IDs that come from here, such as `Contoso.*`. */
  readonly patterns: readonly string[]
  readonly isMadeUp: boolean
}

/** An address that only this computer understands. */
export function isLocal({ baseUrl }: Pick<HelpSubject, 'baseUrl'>): boolean {
  return /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(baseUrl).hostname)
}

/** The brand as a word that a shell takes without quotes, and that may be the name of an XML element. */
export function sourceName(brand: string): string {
  const word = brand
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return /^[a-z]/.test(word) ? word : ['lode', word].filter(Boolean).join('-')
}

/** The service index, which is what clients call a source. */
export function sourceUrl({ baseUrl }: Pick<HelpSubject, 'baseUrl'>): string {
  return `${baseUrl}/v3/index.json`
}

/** Where packages are pushed to. On a private gallery not the index: to read that, a client would need a password too. */
export function pushUrl(subject: Pick<HelpSubject, 'baseUrl' | 'isPrivate'>): string {
  return subject.isPrivate ? `${subject.baseUrl}/api/v2/package` : sourceUrl(subject)
}

export function isPlainHttp({ baseUrl }: Pick<HelpSubject, 'baseUrl'>): boolean {
  return baseUrl.startsWith('http:')
}

/** The stock client refuses plain http without it. */
export function insecureFlag(subject: Pick<HelpSubject, 'baseUrl'>): string {
  return isPlainHttp(subject) ? ' --allow-insecure-connections' : ''
}

/**
 * The patterns that cover these IDs: reserved prefixes first, then a first word that several share, then IDs alone. At most
 * eight, so that a snippet stays readable.
 */
export function patternsOf(ids: readonly string[], reserved: readonly string[] = []): readonly string[] {
  const isCovered = (id: string) =>
    reserved.some((pattern) =>
      pattern.endsWith('*')
        ? id.toLowerCase().startsWith(pattern.slice(0, -1).toLowerCase())
        : id.toLowerCase() === pattern.toLowerCase(),
    )
  const counts = new Map<string, number>()
  const open = ids.filter((id) => !isCovered(id))
  for (const id of open) counts.set(firstWord(id), (counts.get(firstWord(id)) ?? 0) + 1)
  const found = open.flatMap((id) => {
    const word = firstWord(id)
    if (id === word || (counts.get(word) ?? 0) < 2) return [id]
    return open.includes(word) ? [word, `${word}.*`] : [`${word}.*`]
  })
  return [...new Set([...reserved, ...found])].slice(0, 8)
}

function firstWord(id: string): string {
  return id.split('.', 1)[0] ?? id
}
