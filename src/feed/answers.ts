import type { Deps } from '../deps.ts'
import { toAbsent, toAnswer, type Answer } from './answer.ts'
import { createByteCache, type ByteCache } from '../byte-cache.ts'
import { createCatalogContents } from './catalog-content.ts'
import { findContent, type Content, type Found } from './content.ts'
import { chooseEncoding, type Encoding } from '../accepted-encoding.ts'
import { findPackage } from '../packages/store.ts'
import type { Package } from '../packages/package.ts'
import { serviceIndex } from './service-index.ts'
import { createSnapshots, type PackageSnapshot } from './snapshot.ts'
import type { CatalogTarget, PackageTarget, Target } from './target.ts'
import { mainFeed } from './urls.ts'

const documentBytes = 48 * 1024 * 1024
const nupkgBytes = 48 * 1024 * 1024
/** Apart, so that a mirror that reads the whole catalog displaces nothing that others ask for all the time. */
const catalogBytes = 8 * 1024 * 1024

/** An answer, the revision of the package or catalog that it shows, and the database's change number at which that was still so. */
type Entry = { readonly answer: Answer; readonly revision: number | null; checkedAt: number }

/** What may have to be made anew: where it is kept, how to see that it changed, and how to make it. */
type Source = {
  readonly cache: ByteCache<Entry>
  readonly key: string
  readonly encoding: Encoding
  findRevision(): Promise<number | null>
  findContent(known: Content | null): Promise<Found>
}

type FixedTarget = Exclude<Target, PackageTarget | CatalogTarget | { kind: 'query' } | { kind: 'autocomplete' }>

export type Answers = {
  /** The answer as it is now. At once, without a promise, when nothing changed since it was last asked for. */
  find(
    target: FixedTarget | PackageTarget | CatalogTarget,
    site: string,
    acceptEncoding: string | undefined,
  ): Answer | Promise<Answer>
  snapshotOf(found: Package): Promise<PackageSnapshot | null>
}

/**
 * The answers of the feed, made when first asked for and kept while memory lasts. No message tells a node that a package
 * changed: every request compares the database's change number, and only when that moved, the package's revision.
 */
export function createAnswers(deps: Pick<Deps, 'config' | 'db' | 'blobs'>): Answers {
  const { reads } = deps.config
  const documents = createByteCache<Entry>(documentBytes)
  const nupkgs = createByteCache<Entry>(nupkgBytes)
  const catalogDocuments = createByteCache<Entry>(catalogBytes)
  const catalog = createCatalogContents(deps.db.read)
  const contentDeps = { db: deps.db, blobs: deps.blobs, snapshotOf: createSnapshots(deps.db.read) }
  const running = new Map<string, Promise<Entry>>()
  const chooseKnownEncoding = rememberEncodings()
  const readChangeNumber = oncePerTurn(() => deps.db.changeNumber())

  function findOfPackage(target: PackageTarget, site: string, encoding: Encoding): Answer | Promise<Answer> {
    const cache = target.kind === 'nupkg' ? nupkgs : documents
    const key = keyOf(target, site, encoding)
    const entry = cache.get(key)
    const changeNumber = readChangeNumber()
    if (entry && entry.checkedAt === changeNumber) return entry.answer
    return check(entry, changeNumber, {
      cache,
      key,
      encoding,
      findRevision: async () => (await findPackage(deps.db.read, target.lowerId))?.revision ?? null,
      findContent: (known) => findContent(contentDeps, target, mainFeed(site), known),
    })
  }

  function findOfCatalog(target: CatalogTarget, site: string, encoding: Encoding): Answer | Promise<Answer> {
    const key = `${target.key} ${encoding} ${site}`
    const entry = catalogDocuments.get(key)
    if (entry && isFinal(entry.answer)) return entry.answer
    const changeNumber = readChangeNumber()
    if (entry && entry.checkedAt === changeNumber) return entry.answer
    return check(entry, changeNumber, {
      cache: catalogDocuments,
      key,
      encoding,
      findRevision: () => catalog.findRevision(),
      findContent: () => catalog.find(target, mainFeed(site)),
    })
  }

  async function check(
    entry: Entry | undefined,
    changeNumber: number | Promise<number>,
    source: Source,
  ): Promise<Answer> {
    const checkedAt = await changeNumber
    if (entry && entry.checkedAt === checkedAt) return entry.answer
    const revision = await source.findRevision()
    if (entry && entry.revision === revision) {
      entry.checkedAt = checkedAt
      return entry.answer
    }
    const made = await shareWork(`${revision} ${source.key}`, () => make(source, entry?.answer ?? null, checkedAt))
    return made.answer
  }

  async function make(source: Source, previous: Answer | null, checkedAt: number): Promise<Entry> {
    const known = previous?.status === 200 ? previous.content : null
    const found = await source.findContent(known)
    const made = { answer: await answerOf(found, previous, source.encoding), revision: found.revision, checkedAt }
    source.cache.set(source.key, made, made.answer.body?.length ?? 0)
    return made
  }

  async function answerOf(found: Found, previous: Answer | null, encoding: Encoding): Promise<Answer> {
    if ('missing' in found.content) return toAbsent(found.content.missing, reads)
    if (previous?.status === 200 && previous.content === found.content) return previous
    return toAnswer(found.content, encoding, reads)
  }

  /** Requests for the same thing at the same time share the making of it; a newer revision is never served an older one. */
  async function shareWork(key: string, work: () => Promise<Entry>): Promise<Entry> {
    const known = running.get(key)
    if (known) return known
    const started = work().finally(() => running.delete(key))
    running.set(key, started)
    return started
  }

  function findFixed(target: FixedTarget, site: string, encoding: Encoding): Answer | Promise<Answer> {
    const key = `${target.kind} ${encoding} ${site}`
    const entry = documents.get(key)
    if (entry) return entry.answer
    return makeFixed(target, site, encoding).then((answer) => {
      documents.set(key, { answer, revision: null, checkedAt: 0 }, answer.body?.length ?? 0)
      return answer
    })
  }

  async function makeFixed(target: FixedTarget, site: string, encoding: Encoding): Promise<Answer> {
    if (target.kind === 'nothing') return toAbsent('This feed has nothing at this address.', reads)
    const body = Buffer.from(JSON.stringify(serviceIndex(mainFeed(site), { reads })))
    const content: Content = {
      ...{ contentType: 'application/json', fresh: 'service-index', body, file: null, isUntrusted: false },
    }
    return toAnswer(content, encoding, reads)
  }

  return {
    find(target, site, acceptEncoding) {
      const encoding = chooseKnownEncoding(acceptEncoding)
      if ('lowerId' in target) return findOfPackage(target, site, encoding)
      return 'key' in target ? findOfCatalog(target, site, encoding) : findFixed(target, site, encoding)
    },
    snapshotOf: contentDeps.snapshotOf,
  }
}

/** Full pages and leaves of the catalog: no change makes them another. */
function isFinal(answer: Answer): boolean {
  return answer.status === 200 && answer.content.fresh === 'file'
}

/** Files are the same at every address and, when they are never encoded, for every encoding. */
function keyOf(target: PackageTarget, site: string, encoding: Encoding): string {
  if (target.kind === 'nupkg' || target.kind === 'icon') return target.key
  return 'hive' in target ? `${target.key} ${encoding} ${site}` : `${target.key} ${encoding}`
}

/**
 * Lets the requests that arrived together share one reading of the change number. The kernel hands over in one turn what
 * had arrived before the number is read, so that whoever was told of a commit before asking finds it in the answer.
 */
function oncePerTurn(read: () => number | Promise<number>): () => number | Promise<number> {
  let current: number | Promise<number> | null = null
  const forget = () => {
    current = null
  }
  return () => {
    if (current !== null) return current
    current = read()
    setImmediate(forget)
    return current
  }
}

/** `chooseEncoding` for the few headers that clients really send. */
function rememberEncodings(): (acceptEncoding: string | undefined) => Encoding {
  const known = new Map<string | undefined, Encoding>()
  return (header) => {
    let encoding = known.get(header)
    if (encoding === undefined) {
      encoding = chooseEncoding(header)
      if (known.size < 200) known.set(header, encoding)
    }
    return encoding
  }
}
