import { escapeXml } from '../escape-xml.ts'
import type { Package, PackageVersion } from './package.ts'

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
  const authors = owners.map((name) => {
    return `<author><name>${escapeXml(name)}</name><uri>${escapeXml(`${site.baseUrl}/profiles/${encodeURIComponent(name)}`)}</uri></author>`
  })
  const entries = versions.map((version) => renderEntry(id, page, version))
  const updatedAt = Math.max(...versions.map((version) => changedAt(version).getTime()))
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<id>${escapeXml(page)}</id>`,
    `<title>${escapeXml(`${id} · ${site.brand}`)}</title>`,
    `<updated>${new Date(updatedAt).toISOString()}</updated>`,
    `<link rel="self" type="application/atom+xml" href="${escapeXml(self)}"/>`,
    `<link rel="alternate" type="text/html" href="${escapeXml(page)}"/>`,
    ...authors,
    ...entries,
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
