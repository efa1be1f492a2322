import { EmptyState, LinkButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { formatNumber } from '../i18n/format.ts'
import { PackageIcon, packageHref } from './icon.tsx'
import { messages } from './messages.ts'
import type { OwnedPackage } from './owner-store.ts'

/** Manage Packages: each ID once, under Published when its representative version is listed, else under Unlisted. */
export function OwnPackagesPage({ frame, packages }: { frame: Frame; packages: readonly OwnedPackage[] }) {
  const { t } = frame
  const published = packages.filter((pkg) => pkg.latest.isListed)
  const unlisted = packages.filter((pkg) => !pkg.latest.isListed)
  return (
    <Page frame={frame} title={t(messages.ownTitle)} noIndex>
      <h1>{t(messages.ownTitle)}</h1>
      {packages.length === 0 ? (
        <EmptyState title={t(messages.ownNone)} text={t(messages.ownNoneText)}>
          <LinkButton href="/account/apikeys">{t(messages.goToKeys)}</LinkButton>
        </EmptyState>
      ) : null}
      <PackageTable frame={frame} title={t(messages.ownPublished, { count: published.length })} packages={published} />
      <PackageTable frame={frame} title={t(messages.ownUnlisted, { count: unlisted.length })} packages={unlisted} />
    </Page>
  )
}

function PackageTable(props: { frame: Frame; title: string; packages: readonly OwnedPackage[] }) {
  const { frame, packages } = props
  const { t, language } = frame
  if (packages.length === 0) return null
  return (
    <details class="package-list" open>
      <summary>
        <h2>{props.title}</h2>
      </summary>
      <div class="table-scroll">
        <table class="own-packages table-stack">
          <thead>
            <tr>
              <th scope="col">{t(messages.packageId)}</th>
              <th scope="col" class="wide-only">
                {t(messages.owners)}
              </th>
              <th scope="col" class="number wide-only">
                {t(messages.downloads)}
              </th>
              <th scope="col">{t(messages.latestVersion)}</th>
              <th scope="col">
                <span class="visually-hidden">{t(messages.manage)}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {packages.map((pkg) => (
              <tr>
                <td>
                  <span class="with-icon">
                    <PackageIcon frame={frame} version={pkg.latest} size="small" />
                    <a href={packageHref(pkg.id)}>{pkg.id}</a>
                  </span>
                </td>
                <td class="wide-only">{ownersText(pkg)}</td>
                <td class="number wide-only">{formatNumber(language, pkg.downloads)}</td>
                <td data-label={t(messages.latestVersion)}>{pkg.latest.version.normalized}</td>
                <td class="actions-cell">
                  <a href={`${packageHref(pkg.id)}/Manage`} aria-label={t(messages.manageOne, { id: pkg.id })}>
                    {t(messages.manage)}
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

/** The first two owners by name, and how many more there are. */
function ownersText(pkg: OwnedPackage): string {
  const names = pkg.owners.slice(0, 2).map((owner) => owner.name)
  const more = pkg.owners.length - names.length
  return more > 0 ? `${names.join(', ')} +${more}` : names.join(', ')
}
