import { Notice } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { VersionLink } from '../packages/links.tsx'
import { messages as packageMessages } from '../packages/messages.ts'
import type { PackageView } from '../packages/package-view.ts'
import { DeprecationNotice } from './deprecation-notice.tsx'
import { messages } from './messages.ts'

type Part = { readonly frame: Frame; readonly view: PackageView }

/** What a reader should know before the text: what they asked for and do not get, then in the order of gallery.md §7.6. */
export function Banners({ frame, view }: Part) {
  const { t } = frame
  const { version, newer, newerPrerelease } = view
  const { id } = view.package
  return (
    <>
      {view.missingVersion === null ? null : (
        <Notice frame={frame} kind="warn">
          <p>{t(messages.versionNotFound, { version: view.missingVersion, latest: version.version.normalized })}</p>
        </Notice>
      )}
      {version.deprecation ? <DeprecationNotice frame={frame} deprecation={version.deprecation} /> : null}
      <KindOfVersion frame={frame} view={view} />
      {newer || newerPrerelease ? (
        <Notice frame={frame} kind="info">
          <p>
            {t(newer ? messages.newerBanner : messages.newerPrereleaseBanner, { id })}{' '}
            <VersionLink id={id} version={(newer ?? newerPrerelease)?.version.normalized ?? ''} />
          </p>
        </Notice>
      ) : null}
      {version.isListed ? null : (
        <Notice frame={frame} kind="warn">
          <p>{t(view.isOwner ? messages.unlistedOwner : messages.unlistedVisitor)}</p>
        </Notice>
      )}
      {view.package.lockedAt === null ? null : (
        <Notice frame={frame} kind="warn">
          <p>{t(packageMessages.lockedBanner)}</p>
        </Notice>
      )}
      {version.metadata.minClientVersion === null ? null : (
        <p class="quiet">{t(messages.minClient, { version: version.metadata.minClientVersion })}</p>
      )}
    </>
  )
}

/** In one note, or most prereleases would have two: their numbers behind a dot are SemVer 2.0.0. */
function KindOfVersion({ frame, view }: Part) {
  const { t } = frame
  const { version, isSemVer2 } = view.version
  if (!version.isPrerelease && !isSemVer2) return null
  const sentences = [
    ...(version.isPrerelease ? [t(messages.prereleaseBanner, { id: view.package.id })] : []),
    ...(version.full === version.normalized ? [] : [t(messages.fullVersion, { version: version.full })]),
    ...(isSemVer2 ? [t(messages.semVer2Banner)] : []),
  ]
  return (
    <Notice frame={frame} kind="info">
      <p>{sentences.join(frame.language === 'en' ? ' ' : '')}</p>
    </Notice>
  )
}
