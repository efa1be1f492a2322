import type { VersionMetadata } from '../packages/package.ts'

/** Where the source of a version is, and of which commit it was built. */
export type SourceLinks = {
  /** Null when its manifest names none that a browser opens. */
  readonly href: string | null
  /** `href` is null on hosts whose addresses of commits are not known. */
  readonly commit: { readonly short: string; readonly href: string | null } | null
}

/** How code hosts show the tree of a commit. `gitlab.` and the like also stand before names of one's own. */
const hosts: readonly (readonly [host: RegExp, commitHref: (repository: string, commit: string) => string])[] = [
  [/^(www\.)?github\.com$|^github\./, (repository, commit) => `${repository}/tree/${commit}`],
  [/^gitlab\./, (repository, commit) => `${repository}/-/tree/${commit}`],
  [/^bitbucket\.org$/, (repository, commit) => `${repository}/src/${commit}`],
  [/^(codeberg\.org|gitea\..+|forgejo\..+)$/, (repository, commit) => `${repository}/src/commit/${commit}`],
  [/^dev\.azure\.com$|\.visualstudio\.com$/, (repository, commit) => `${repository}?version=GC${commit}`],
]

export function sourceLinks(repository: VersionMetadata['repository']): SourceLinks | null {
  const href = repository?.url ? webAddress(repository.url) : null
  const commit = /^[0-9a-f]{7,64}$/i.exec(repository?.commit?.trim() ?? '')?.[0] ?? null
  if (href === null && commit === null) return null
  if (commit === null) return { href, commit }
  return { href, commit: { short: commit.slice(0, 7), href: href === null ? null : commitHref(href, commit) } }
}

function commitHref(repository: string, commit: string): string | null {
  const { hostname } = new URL(repository)
  const host = hosts.find(([pattern]) => pattern.test(hostname))
  return host ? host[1](repository.replace(/\/$/, ''), commit) : null
}

/** `git://`, `git+ssh://` and `git@host:path` addresses as what a browser opens; null for what it does not. */
function webAddress(url: string): string | null {
  const text = url
    .trim()
    .replace(/^(git(\+https|\+ssh)?|ssh):\/\//i, 'https://')
    .replace(/^([\w.-]+@)([\w.-]+):(?!\/)/, 'https://$2/')
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null
  const parsed = new URL(text)
  parsed.username = ''
  parsed.password = ''
  if (/^(git|git\+ssh|ssh):/i.test(url.trim())) parsed.port = '' // not that of web pages
  return parsed.href.replace(/\.git\/?$/i, '')
}
