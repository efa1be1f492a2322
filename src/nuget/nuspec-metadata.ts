import type { NuspecRefusal } from './nuspec-refusal.ts'
import { childOf, childrenOf } from './nuspec-xml.ts'
import type { XmlElement } from './nuspec-xml.ts'
import type { PackageRules } from './package-rules.ts'
import { compareVersions, parseVersion } from './version.ts'

/** Names that the gallery's own documents use, so that a manifest may not. */
const reservedElements = new Set(
  [
    'created',
    'dependencyGroups',
    'isPrerelease',
    'lastEdited',
    'listed',
    'packageEntries',
    'packageHash',
    'packageHashAlgorithm',
    'packageSize',
    'published',
    'supportedFrameworks',
    'verbatimVersion',
  ].map((name) => name.toLowerCase()),
)

/** Most characters per element; the limits of IDs and versions are with their own rules. */
const lengthLimits: readonly (readonly [element: string, limit: number])[] = [
  ['authors', 4000],
  ['description', 4000],
  ['title', 256],
  ['summary', 4000],
  ['releaseNotes', 35000],
  ['copyright', 4000],
  ['language', 20],
  ['tags', 4000],
  ['projectUrl', 4000],
  ['iconUrl', 4000],
  ['licenseUrl', 4000],
]

const repositoryLimits: readonly (readonly [attribute: string, limit: number])[] = [
  ['type', 100],
  ['url', 4000],
]

/** Trimmed text of a metadata element, or null when it is missing or empty. */
export function textOf(metadata: XmlElement, name: string): string | null {
  return childOf(metadata, name)?.text.trim() || null
}

/** A checked boolean of the metadata; false when it is missing or empty. */
export function booleanOf(metadata: XmlElement, name: string): boolean {
  return /^(?:true|1)$/i.test(textOf(metadata, name) ?? '')
}

/** Says what is wrong with the plain elements of the metadata, or null. Protocol.md 3.3. */
export function refuseMetadata(metadata: XmlElement, rules: PackageRules): NuspecRefusal | null {
  return (
    refuseElementNames(metadata) ??
    refuseMissing(metadata) ??
    refuseLengths(metadata) ??
    refuseBooleans(metadata) ??
    refuseUrls(metadata) ??
    refuseExtensions(metadata) ??
    refuseMinClientVersion(metadata, rules)
  )
}

function refuseElementNames(metadata: XmlElement): NuspecRefusal | null {
  const seen = new Set<string>()
  for (const { name } of metadata.children) {
    if (seen.has(name)) return { code: 'nuspec-element-duplicate', element: name }
    if (reservedElements.has(name.toLowerCase())) return { code: 'nuspec-element-reserved', element: name }
    if (name.toLowerCase() === 'tags' && name !== 'tags') {
      return { code: 'nuspec-element-case', element: name, expected: 'tags' }
    }
    seen.add(name)
  }
  return null
}

function refuseMissing(metadata: XmlElement): NuspecRefusal | null {
  const authors = textOf(metadata, 'authors') ?? textOf(metadata, 'owners') ?? ''
  const required = {
    id: textOf(metadata, 'id'),
    version: textOf(metadata, 'version'),
    authors: /^[\s,]*$/.test(authors) ? null : authors,
    description: textOf(metadata, 'description'),
  }
  const missing = Object.entries(required).find(([, text]) => text === null)
  return missing ? { code: 'nuspec-element-missing', element: missing[0] } : null
}

function refuseLengths(metadata: XmlElement): NuspecRefusal | null {
  const repository = childrenOf(metadata, 'repository')[0]
  const lengths = [
    ...lengthLimits.map(([element, limit]) => ({ element, limit, text: textOf(metadata, element) })),
    ...repositoryLimits.map(([name, limit]) => ({
      element: `repository ${name}`,
      limit,
      text: repository?.attributes.get(name),
    })),
  ]
  const tooLong = lengths.find(({ limit, text }) => (text?.length ?? 0) > limit)
  if (!tooLong) return null
  const { element, limit, text } = tooLong
  return { code: 'nuspec-too-long', element, limit, length: text?.length ?? 0 }
}

function refuseBooleans(metadata: XmlElement): NuspecRefusal | null {
  for (const element of ['requireLicenseAcceptance', 'developmentDependency', 'serviceable']) {
    const text = textOf(metadata, element)
    if (text !== null && !/^(?:true|false|1|0)$/i.test(text)) return { code: 'nuspec-boolean-invalid', element, text }
  }
  return null
}

function refuseUrls(metadata: XmlElement): NuspecRefusal | null {
  for (const element of ['projectUrl', 'iconUrl', 'licenseUrl']) {
    const url = textOf(metadata, element)
    if (url !== null && !(/^https?:\/\//i.test(url) && URL.canParse(url))) {
      return { code: 'nuspec-url-invalid', element, url }
    }
  }
  return null
}

function refuseExtensions(metadata: XmlElement): NuspecRefusal | null {
  const icon = textOf(metadata, 'icon')
  if (icon !== null && !/\.(?:png|jpe?g)$/i.test(icon)) {
    return { code: 'nuspec-file-extension', element: 'icon', path: icon, allowed: '.png, .jpg or .jpeg' }
  }
  const readme = textOf(metadata, 'readme')
  if (readme !== null && !/\.md$/i.test(readme)) {
    return { code: 'nuspec-file-extension', element: 'readme', path: readme, allowed: '.md' }
  }
  return null
}

function refuseMinClientVersion(metadata: XmlElement, { newestClient }: PackageRules): NuspecRefusal | null {
  const text = metadata.attributes.get('minClientVersion')?.trim() ?? ''
  const version = parseVersion(text)
  if (text === '' || (version && compareVersions(version, newestClient) <= 0)) return null
  return { code: 'nuspec-min-client-version', text, limit: newestClient.original }
}
