import type { Deps } from '../deps.ts'
import { toAbsent, toAnswer, type Answer } from './answer.ts'
import { createByteCache } from './byte-cache.ts'
import { findContent, type Content, type Found } from './content.ts'
import { chooseEncoding, type Encoding } from './negotiation.ts'
import { findPackage } from '../packages/store.ts'
import type { Package } from '../packages/package.ts'
import { serviceIndex } from './service-index.ts'
import { createSnapshots, type PackageSnapshot } from './snapshot.ts'
import type { PackageTarget, Target } from './target.ts'
import { mainFeed } from './urls.ts'

const documentBytes = 48 * 1024 * 1024
const nupkgBytes = 48 * 1024 * 1024

/** An answer, the package's revision that it shows, and the database's change number at which that was still so. */
type Entry = { readonly answer: Answer; readonly revision: number | null; checkedAt: number }

type FixedTarget = Exclude<Target, PackageTarget | { kind: 'query' } | { kind: 'autocomplete' }>

export type Answers = {
  /** The answer as it is now. At once, without a promise, when nothing changed since it was last asked for. */
  find(target: FixedTarget | PackageTarget, site: string, acceptEncoding: string | undefined): Answer | Promise<Answer>
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
    return check(changeNumber)

    async function check(number: number | Promise<number>): Promise<Answer> {
      const checkedAt = await number
      if (entry && entry.checkedAt === checkedAt) return entry.answer
      const revision = (await findPackage(deps.db.read, target.lowerId))?.revision ?? null
      if (entry && entry.revision === revision) {
        entry.checkedAt = checkedAt
        return entry.answer
      }
      const made = await shareWork(`${revision} ${key}`, () => make(entry?.answer ?? null, checkedAt))
      return made.answer
    }

    async function make(previous: Answer | null, checkedAt: number): Promise<Entry> {
      const known = previous?.status === 200 ? previous.content : null
      const found = await findContent(contentDeps, target, mainFeed(site), known)
      const made = { answer: await answerOf(found, previous, encoding), revision: found.revision, checkedAt }
      cache.set(key, made, made.answer.body?.length ?? 0)
      return made
    }
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
    const content: Content = { contentType: 'application/json', fresh: 'service-index', body, file: null }
    return toAnswer(content, encoding, reads)
  }

  return {
    find(target, site, acceptEncoding) {
      const encoding = chooseKnownEncoding(acceptEncoding)
      return 'lowerId' in target ? findOfPackage(target, site, encoding) : findFixed(target, site, encoding)
    },
    snapshotOf: contentDeps.snapshotOf,
  }
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
