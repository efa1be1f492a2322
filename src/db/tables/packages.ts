import type { Generated } from 'kysely'
import type { Bit } from './bit.ts'

/** Packages, their versions, and what clients are told of them. */
export type PackageTables = {
  packages: PackagesTable
  versions: VersionsTable
  version_entries: VersionEntriesTable
  catalog_head: CatalogHeadTable
  catalog_items: CatalogItemsTable
  download_counts: DownloadCountsTable
  package_days: PackageDaysTable
  client_days: ClientDaysTable
  staged_uploads: StagedUploadsTable
  written_readmes: WrittenReadmesTable
  sponsor_links: SponsorLinksTable
}

/** All versions under one ID. The row stays when every version was deleted. */
export type PackagesTable = {
  id: Generated<number>
  /** The ID as its first push wrote it. */
  package_id: string
  lower_id: string
  created_at: number
  /** Those imported and those counted here. */
  downloads: number
  imported_downloads: Generated<number>
  locked_at: number | null
  /** Rises with every change that any document about this package shows; caches compare it. */
  revision: number
  /** One of its owners owns a reserved prefix that its ID belongs to (prefixes/marks.ts). */
  verified: Generated<Bit>
}

export type VersionsTable = {
  id: Generated<number>
  package_key: number
  /** The ID in this version's own letter case. */
  package_id: string
  /** As the manifest wrote it. */
  verbatim_version: string
  /** With build metadata, normalized. */
  full_version: string
  /** Without build metadata: what addresses and the unique index use. */
  normalized_version: string
  lower_version: string
  is_prerelease: Bit
  /** The version, or a bound of one of its dependencies, needs SemVer 2.0.0. */
  is_semver2: Bit
  listed: Bit
  created_at: number
  published_at: number
  last_edited_at: number | null
  pushed_by: number | null
  /** Base64 of the SHA-512 of the nupkg's bytes. */
  sha512: string
  size_bytes: number
  /** Where the blob store has the nupkg. */
  blob_key: string
  /** The manifest as `VersionMetadata` (packages/package.ts), JSON. */
  metadata: string
  /** `PackageFiles` (packages/package.ts), JSON: where in the nupkg manifest, README, icon and licence lie. */
  files: string
  /** Those imported and those counted here. */
  downloads: number
  imported_downloads: Generated<number>
  /** `Deprecation` (packages/deprecation.ts), JSON; null for a version that is not deprecated. */
  deprecation: Generated<string | null>
  /** When its README was written in the gallery: a row of `written_readmes` has it; null for a version without. */
  readme_written_at: Generated<number | null>
  /** When it was deleted. The row stays: an ID and version, once used, is never free again. */
  deleted_at: Generated<number | null>
  /** `soft` keeps the file in the store, out of everybody's reach; `hard` removes it. */
  deletion: Generated<'soft' | 'hard' | null>
  /** Its newest catalog item; written by `appendCatalogItem`, 0 and empty only until then. */
  committed_us: Generated<number>
  commit_id: Generated<string>
}

/** The files in a version's nupkg: `[name, size in bytes, compressed size in bytes]` each, JSON. */
export type VersionEntriesTable = {
  version_key: number
  entries: string
}

/** The file that a user has uploaded in the browser and neither published nor thrown away: one for each user. */
export type StagedUploadsTable = {
  user_id: number
  /** Names this very upload in the form that publishes it. */
  token: string
  /** As its manifest has it. */
  package_id: string
  full_version: string
  sha512: string
  size_bytes: number
  blob_key: string
  created_at: number
}

/** READMEs that owners wrote in the gallery, in the place of those in the nupkgs. */
export type WrittenReadmesTable = {
  version_key: number
  markdown: string
}

/** Where people may support those who make a package. */
export type SponsorLinksTable = {
  package_key: number
  url: string
  added_at: number
}

/** One row: the newest commit, and a number that rises with every change of any feed document. */
export type CatalogHeadTable = {
  id: number
  committed_us: number
  change_number: number
  /** How many items have a `sequence`. */
  item_count: Generated<number>
}

/** The log of every change that a client can see. Appended, never edited. */
export type CatalogItemsTable = {
  committed_us: number
  commit_id: string
  kind: 'details' | 'delete'
  package_key: number
  lower_id: string
  package_id: string
  /** Null when the change is about the whole package (its owners). */
  full_version: string | null
  lower_version: string | null
  /** From 0 without gaps, in the order of commits; null for changes about the whole package. */
  sequence: Generated<number | null>
  /** What could change later, as it was at this commit: `CatalogState` (feed/catalog-store.ts), JSON. */
  state: Generated<string | null>
}

export type DownloadCountsTable = {
  version_key: number
  /** Days since 1970-01-01, UTC. */
  day: number
  client: string
  downloads: number
}

/** The sum of `download_counts` over a package's versions and all clients; in the order of days. */
export type PackageDaysTable = {
  /** Days since 1970-01-01, UTC. */
  day: number
  package_key: number
  downloads: number
}

/** The sum of `download_counts` over all versions. */
export type ClientDaysTable = {
  /** Days since 1970-01-01, UTC. */
  day: number
  client: string
  downloads: number
}
