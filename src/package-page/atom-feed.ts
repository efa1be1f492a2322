import { escapeXml } from '../escape-xml.ts'
import type { Package, PackageVersion } from '../packages/package.ts'

/** The media type of RFC 4287. */
export const atomType = 'application/atom+xml; charset=utf-8'

/** A feed reader comes back for what is new: older versions are on the package's page. */
export const mostEntries = 100

export type AtomSubject = {
  readonly package: Pick<Package, 'id'>
  /** Listed ones, newest first; at least one. */
  readonly versions: readonly Pick<
    PackageVersion,
    'version' | 'metadata' | 'createdAt' | 'publishedAt' | 'lastEditedAt'
  >[]
  /** Names of the accounts that own it; at least one. */
  readonly owners: readonly string[]
  /** Of the gallery: `https://packages.contoso.com`, and its name. */
  readonly site: { readonly baseUrl: string; readonly brand: string }
  readonly prerelease: boolean
}

/** The versions of a package as an Atom feed. Source: RFC 4287; gallery.md §7.13, protocol.md §14. */
export function renderAtomFeed(subject: AtomSubject): string {
  const { owners, versions, site } = subject
  const { id } = subject.package
  const page = `${site.baseUrl}/packages/${encodeURIComponent(id)}`
  const self = `${page}/atom.xml${subject.prerelease ? '' : '?prerel=false'}`
  const authors = owners.map((name) => renderAuthor(name, site))
  const entries = versions.map((version) => renderEntry(id, page, version))
  return renderFeed({ page, self, title: `${id} · ${site.brand}`, authors, entries, versions })
}

export type OwnerFeedSubject = {
  /** The account whose packages these are. */
  readonly owner: string
  /** Of any of its packages, listed ones, newest first; at least one. */
  readonly versions: readonly (AtomSubject['versions'][number] & Pick<PackageVersion, 'id'>)[]
  readonly site: AtomSubject['site']
}

/** What a user or an organization published last, as an Atom feed. */
export function renderOwnerFeed({ owner, versions, site }: OwnerFeedSubject): string {
  const page = `${site.baseUrl}/profiles/${encodeURIComponent(owner)}`
  const entries = versions.map((version) =>
    renderEntry(version.id, `${site.baseUrl}/packages/${encodeURIComponent(version.id)}`, version),
  )
  const authors = [renderAuthor(owner, site)]
  return renderFeed({ page, self: `${page}/atom.xml`, title: `${owner} · ${site.brand}`, authors, entries, versions })
}

function renderAuthor(name: string, site: AtomSubject['site']): string {
  const page = `${site.baseUrl}/profiles/${encodeURIComponent(name)}`
  return `<author><name>${escapeXml(name)}</name><uri>${escapeXml(page)}</uri></author>`
}

function renderFeed(feed: {
  readonly page: string
  readonly self: string
  readonly title: string
  readonly authors: readonly string[]
  readonly entries: readonly string[]
  readonly versions: readonly AtomSubject['versions'][number][]
}): string {
  const updatedAt = Math.max(...feed.versions.map((version) => changedAt(version).getTime()))
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<id>${escapeXml(feed.page)}</id>`,
    `<title>${escapeXml(feed.title)}</title>`,
    `<updated>${new Date(updatedAt).toISOString()}</updated>`,
    `<link rel="self" type="application/atom+xml" href="${escapeXml(feed.self)}"/>`,
    `<link rel="alternate" type="text/html" href="${escapeXml(feed.page)}"/>`,
    ...feed.authors,
    ...feed.entries,
    '</feed>',
    '',
  ].join('\n')
}

function renderEntry(id: string, page: string, version: AtomSubject['versions'][number]): string {
  const address = `${page}/${encodeURIComponent(version.version.normalized)}`
  return [
    '<entry>',
    `<id>${escapeXml(address)}</id>`,
    `<title>${escapeXml(`${id} ${version.version.normalized}`)}</title>`,
    `<updated>${changedAt(version).toISOString()}</updated>`,
    `<published>${version.publishedAt.toISOString()}</published>`,
    `<link rel="alternate" type="text/html" href="${escapeXml(address)}"/>`,
    `<content type="text">${escapeXml(version.metadata.description)}</content>`,
    '</entry>',
  ].join('')
}

function changedAt({ lastEditedAt, createdAt }: AtomSubject['versions'][number]): Date {
  return lastEditedAt ?? createdAt
}
