import type { Child } from 'hono/jsx'
import { Facts, safeHref } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { formatBytes } from '../i18n/format.ts'
import type { Nupkg } from '../nuget/nupkg.ts'
import { toVersionMetadata, type VersionMetadata } from '../packages/package.ts'
import { messages } from './messages.ts'
import type { Staged } from './staged.ts'

type Props = { readonly frame: Frame; readonly nupkg: Nupkg; readonly staged: Staged }

/** The fields of the verify panel (gallery.md §7.1), as the manifest has them; what it leaves out is left out. */
export function PackageFactList({ frame, nupkg, staged }: Props) {
  const { t, language } = frame
  const { id, version } = nupkg.nuspec
  const metadata = toVersionMetadata(nupkg)
  const { normalized, original } = version
  const yesOrNo = (is: boolean) => t(is ? messages.yes : messages.no)
  const words = (texts: readonly string[]) => (texts.length > 0 ? texts.join(', ') : null)
  const items: readonly (readonly [string, Child])[] = [
    [t(messages.id), id],
    [
      t(messages.version),
      original === normalized ? normalized : t(messages.versionWithMetadata, { version: normalized, full: original }),
    ],
    [t(messages.sizeOfFile), formatBytes(language, staged.sizeBytes)],
    [t(messages.icon), nupkg.files.icon ? <IconPreview frame={frame} staged={staged} /> : metadata.iconUrl],
    [t(messages.authors), metadata.authors],
    [t(messages.title), metadata.title],
    [t(messages.summary), metadata.summary],
    [t(messages.tags), words(metadata.tags)],
    [t(messages.license), licenseOf(frame, metadata)],
    [t(messages.acceptance), metadata.requireLicenseAcceptance ? t(messages.yes) : null],
    [t(messages.copyright), metadata.copyright],
    [t(messages.projectUrl), link(metadata.projectUrl)],
    [t(messages.repository), repositoryOf(metadata)],
    [t(messages.packageTypes), words(metadata.packageTypes)],
    [t(messages.frameworks), words(metadata.frameworks)],
    [t(messages.minClient), metadata.minClientVersion],
    [t(messages.language), metadata.language],
    [t(messages.developmentDependency), metadata.developmentDependency ? t(messages.yes) : null],
    [t(messages.signed), yesOrNo(nupkg.isSigned)],
  ]
  return (
    <div class="facts-inline">
      <Facts items={items} />
    </div>
  )
}

/** The token keeps the icon of the upload before out of the browser's memory. */
function IconPreview({ frame, staged }: Pick<Props, 'frame' | 'staged'>) {
  return (
    <img
      class="package-icon"
      src={`/packages/manage/upload/icon?upload=${staged.token}`}
      alt={frame.t(messages.iconAlt)}
      width="64"
      height="64"
    />
  )
}

/** An expression with a link for each identifier; a file, whose text the page shows; or the deprecated address. */
function licenseOf({ t }: Frame, { license, licenseUrl }: VersionMetadata): Child {
  if (license?.type === 'file') return t(messages.licenseFile)
  if (!license) return licenseUrl === null ? null : t(messages.licenseUrlOld, { url: licenseUrl })
  return (
    <span>
      {license.text.split(/([\s()]+)/).map((part) => {
        if (!/^[\w.-]+\+?$/.test(part) || /^(AND|OR|WITH)$/.test(part)) return part
        return link(`https://spdx.org/licenses/${part.replace(/\+$/, '')}.html`, part)
      })}
    </span>
  )
}

function repositoryOf({ repository }: VersionMetadata): Child {
  if (!repository) return null
  const { type, url, branch, commit } = repository
  const rest = [branch, commit].flatMap((text) => text ?? []).join(', ')
  return (
    <span>
      {type === null ? null : `${type} `}
      {link(url)} {rest}
    </span>
  )
}

function link(url: string | null, text = url): Child {
  const href = safeHref(url)
  if (href === undefined) return text
  return (
    <a href={href} rel="nofollow noopener noreferrer">
      {text}
    </a>
  )
}
