import { CommandLine } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { packageHref } from '../packages/icon.tsx'
import type { PackageView } from '../packages/package-view.ts'
import { messages } from './messages.ts'

/** Pictures for a README, with the Markdown that shows them. None on a private gallery: nobody outside could see them. */
export function BadgesSection({ frame, view }: { readonly frame: Frame; readonly view: PackageView }) {
  const { t, baseUrl, config } = frame
  const { id } = view.package
  if (config.reads === 'private' || !view.versions.some(({ isListed }) => isListed)) return null
  const page = `${baseUrl}/packages/${encodeURIComponent(id)}`
  const badges = [
    { query: '', label: t(messages.badgeVersion, { id }) },
    { query: '?show=downloads', label: t(messages.badgeDownloads, { id }) },
  ]
  return (
    <details class="badges">
      <summary>{t(messages.badges)}</summary>
      {badges.map(({ query, label }) => (
        <div class="badge-choice">
          <img src={`${packageHref(id)}/badge.svg${query}`} alt={label} height={20} loading="lazy" />
          <CommandLine
            frame={frame}
            text={`[![${id.replaceAll('_', '\\_')}](${page}/badge.svg${query})](${page})`}
            label={t(messages.copyBadge, { badge: label })}
          />
        </div>
      ))}
    </details>
  )
}
