import { raw } from 'hono/html'
import { AvatarImage, Badge, CopyButton, Facts, Icon, LinkButton, Notice, safeHref, Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { formatBytes, formatNumber } from '../i18n/format.ts'
import { PackageIcon, packageHref } from './icon.tsx'
import { installTabs, type InstallTab } from './install.ts'
import { messages } from './messages.ts'
import type { DependencyGroup } from './package.ts'
import type { PackageView } from './package-view.ts'
import type { RenderedReadme } from './readme.ts'

type Props = {
  readonly frame: Frame
  readonly view: PackageView
  readonly readme: RenderedReadme | null
  readonly allVersions: boolean
}

/** The page of one package version (gallery.md §7.6): facts beside the text, and first on a phone. */
export function DetailsPage({ frame, view, readme, allVersions }: Props) {
  const { t } = frame
  const { version } = view
  const { metadata } = version
  return (
    <Page
      frame={frame}
      title={`${view.package.id} ${version.version.normalized}`}
      description={metadata.description.slice(0, 200)}
      noIndex={!version.isListed}
    >
      <article class="package">
        <header class="package-head">
          <PackageIcon frame={frame} version={version} size="large" />
          <h1>
            <span class="package-id">{view.package.id}</span>{' '}
            <span class="package-version">{version.version.normalized}</span>
          </h1>
          <p class="package-summary">{metadata.summary ?? firstLine(metadata.description)}</p>
        </header>
        <Banners frame={frame} view={view} />
        <div class="with-aside">
          <Sidebar frame={frame} view={view} />
          <div class="package-body">
            <InstallSection frame={frame} view={view} />
            <nav class="tabs section-links" aria-label={t(messages.packageSections)}>
              <a href="#readme">{t(messages.readme)}</a>
              <a href="#dependencies">{t(messages.dependencies)}</a>
              <a href="#versions">
                {t(messages.versions)} <span class="quiet">{formatNumber(frame.language, view.versions.length)}</span>
              </a>
              {metadata.releaseNotes ? <a href="#release-notes">{t(messages.releaseNotes)}</a> : null}
            </nav>
            <ReadmeSection frame={frame} view={view} readme={readme} />
            <DependenciesSection frame={frame} groups={metadata.dependencyGroups} />
            <VersionsSection frame={frame} view={view} all={allVersions} />
            {metadata.releaseNotes ? (
              <section id="release-notes">
                <h2>{t(messages.releaseNotes)}</h2>
                <p class="prewrapped">{metadata.releaseNotes}</p>
              </section>
            ) : null}
          </div>
        </div>
      </article>
    </Page>
  )
}

type Part = { readonly frame: Frame; readonly view: PackageView }

function Banners({ frame, view }: Part) {
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
      {version.version.isPrerelease ? (
        <Notice frame={frame} kind="info">
          <p>{t(messages.prereleaseBanner, { id })}</p>
        </Notice>
      ) : null}
      {version.isSemVer2 ? (
        <Notice frame={frame} kind="info">
          <p>{t(messages.semVer2Banner)}</p>
        </Notice>
      ) : null}
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
          <p>{t(messages.lockedBanner)}</p>
        </Notice>
      )}
      {version.metadata.minClientVersion === null ? null : (
        <p class="quiet">{t(messages.minClient, { version: version.metadata.minClientVersion })}</p>
      )}
    </>
  )
}

function VersionLink(props: { id: string; version: string }) {
  return <a href={packageHref(props.id, props.version)}>{props.version}</a>
}

const tabNames = {
  dotnet: messages.installDotnet,
  'package-manager': messages.installPackageManager,
  'package-reference': messages.installPackageReference,
  central: messages.installCentral,
  paket: messages.installPaket,
  script: messages.installScript,
  'tool-global': messages.installToolGlobal,
  'tool-local': messages.installToolLocal,
  template: messages.installTemplate,
  sdk: messages.installSdk,
} satisfies Record<InstallTab['kind'], unknown>

/** Without script every way stands below the other; `<tab-list>` makes tabs of them. */
function InstallSection({ frame, view }: Part) {
  const { t } = frame
  const tabs = installTabs({
    id: view.package.id,
    version: view.version.version.normalized,
    metadata: view.version.metadata,
    source: `${frame.baseUrl}/v3/index.json`,
  })
  return (
    <section class="install" aria-labelledby="install-title">
      <h2 id="install-title">{t(messages.install)}</h2>
      <tab-list data-remember="install">
        {tabs.map((tab) => (
          <section data-tab={tab.kind} aria-labelledby={`install-${tab.kind}`}>
            <h3 id={`install-${tab.kind}`}>{t(tabNames[tab.kind])}</h3>
            <div class="command">
              <pre class="command-text" tabindex={0}>
                <code>{tab.text}</code>
              </pre>
              <CopyButton
                frame={frame}
                text={tab.text}
                label={t(messages.copyInstall, { tab: t(tabNames[tab.kind]) })}
              />
            </div>
          </section>
        ))}
      </tab-list>
    </section>
  )
}

function ReadmeSection({ frame, view, readme }: Part & { readme: RenderedReadme | null }) {
  const { t } = frame
  return (
    <section id="readme" aria-label={t(messages.readme)}>
      {readme && readme.droppedImages > 0 && view.isOwner ? (
        <Notice frame={frame} kind="info">
          <p>{t(messages.droppedImages, { count: readme.droppedImages })}</p>
        </Notice>
      ) : null}
      {readme ? (
        <div class="prose">{raw(readme.html)}</div>
      ) : (
        <div class="prose">
          <p class="prewrapped">{view.version.metadata.description}</p>
          <p class="quiet">
            {t(messages.noReadme)} {view.isOwner ? t(messages.noReadmeOwner) : null}
          </p>
        </div>
      )}
    </section>
  )
}

function DependenciesSection({ frame, groups }: { frame: Frame; groups: readonly DependencyGroup[] }) {
  const { t } = frame
  return (
    <section id="dependencies">
      <h2>{t(messages.dependencies)}</h2>
      {groups.length === 0 ? <p class="quiet">{t(messages.noDependencies)}</p> : null}
      {groups.map((group) => (
        <div class="dependency-group">
          <h3>{group.targetFramework ?? t(messages.anyFramework)}</h3>
          {group.dependencies.length === 0 ? (
            <p class="quiet">{t(messages.noDependenciesHere)}</p>
          ) : (
            <ul class="plain-list">
              {group.dependencies.map((dependency) => (
                <li>
                  <a href={packageHref(dependency.id)}>{dependency.id}</a>{' '}
                  <span class="quiet mono">{dependency.range}</span>
                </li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </section>
  )
}

const versionsShown = 20

function VersionsSection({ frame, view, all }: Part & { all: boolean }) {
  const { t, language } = frame
  const rows = all ? view.versions : view.versions.slice(0, versionsShown)
  return (
    <section id="versions">
      <h2>{t(messages.versions)}</h2>
      <div class="table-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{t(messages.version)}</th>
              <th scope="col" class="number">
                {t(messages.downloads)}
              </th>
              <th scope="col">{t(messages.published)}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr aria-current={row.key === view.version.key ? 'true' : undefined}>
                <td>
                  <VersionLink id={view.package.id} version={row.version.normalized} />{' '}
                  {row.version.isPrerelease ? <Badge>{t(messages.prereleaseMark)}</Badge> : null}{' '}
                  {row.isListed ? null : <Badge kind="warn">{t(messages.unlisted)}</Badge>}
                </td>
                <td class="number">{formatNumber(language, row.downloads)}</td>
                <td>
                  <Time frame={frame} at={row.publishedAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length < view.versions.length ? (
        <LinkButton href={`${packageHref(view.package.id, view.version.version.normalized)}?versions=all#versions`}>
          {t(messages.showAllVersions, { count: view.versions.length })}
        </LinkButton>
      ) : null}
    </section>
  )
}

function Sidebar({ frame, view }: Part) {
  const { t, language } = frame
  const { version } = view
  const { metadata } = version
  const nupkg = `/v3/flat/${view.package.lowerId}/${version.version.lower}/${view.package.lowerId}.${version.version.lower}.nupkg`
  return (
    <aside class="package-side" aria-label={t(messages.about)}>
      {view.isOwner ? (
        <LinkButton href={`${packageHref(view.package.id)}/Manage`}>{t(messages.managePackage)}</LinkButton>
      ) : null}
      <h2>{t(messages.downloads)}</h2>
      <Facts
        items={[
          [t(messages.totalDownloads), formatNumber(language, view.package.downloads)],
          [t(messages.thisVersion), formatNumber(language, version.downloads)],
          [t(messages.perDay), formatNumber(language, perDay(view, frame.now))],
        ]}
      />
      <h2>{t(messages.about)}</h2>
      <Facts
        items={[
          [t(messages.lastUpdated), <Time frame={frame} at={version.publishedAt} relative />],
          [t(messages.authors), metadata.authors],
          [t(messages.license), licenseLink(frame, view)],
          [t(messages.copyright), metadata.copyright],
        ]}
      />
      <ul class="plain-list">
        <OuterLink frame={frame} href={metadata.projectUrl} text={t(messages.project)} />
        <OuterLink frame={frame} href={webAddress(metadata.repository?.url)} text={t(messages.source)} />
        <li>
          <a href={nupkg} download>
            <Icon frame={frame} name="download" />{' '}
            {t(messages.download, { size: formatBytes(language, version.sizeBytes) })}
          </a>
        </li>
      </ul>
      <h2>{t(messages.owners)}</h2>
      {view.owners.length === 0 ? <p class="quiet">{t(messages.noOwners)}</p> : null}
      <ul class="plain-list owners">
        {view.owners.map((owner) => (
          <li>
            <a href={`/profiles/${owner.name}`}>
              <AvatarImage name={owner.name} /> {owner.name}
            </a>
          </li>
        ))}
      </ul>
      {metadata.tags.length === 0 ? null : <Tags frame={frame} tags={metadata.tags} />}
    </aside>
  )
}

function Tags({ frame, tags }: { frame: Frame; tags: readonly string[] }) {
  return (
    <>
      <h2>{frame.t(messages.tagsLabel)}</h2>
      <TagList tags={tags} />
    </>
  )
}

/** Each tag leads to a search for it. */
export function TagList({ tags }: { tags: readonly string[] }) {
  return (
    <ul class="tags">
      {tags.map((tag) => (
        <li>
          <a class="tag" href={`/packages?q=${encodeURIComponent(`tags:"${tag}"`)}`}>
            {tag}
          </a>
        </li>
      ))}
    </ul>
  )
}

/** The licence as a link, or null when the manifest names none. */
function licenseLink(frame: Frame, view: PackageView) {
  const { license, licenseUrl } = view.version.metadata
  const page = `${packageHref(view.package.id, view.version.version.normalized)}/license`
  if (license) return <a href={page}>{license.type === 'expression' ? license.text : frame.t(messages.licenseFile)}</a>
  const href = safeHref(licenseUrl)
  if (href === undefined) return null
  return (
    <a href={href} rel="nofollow noopener noreferrer">
      {frame.t(messages.license)}
    </a>
  )
}

function OuterLink(props: { frame: Frame; href: string | null | undefined; text: string }) {
  const href = safeHref(props.href)
  if (href === undefined) return null
  return (
    <li>
      <a href={href} rel="nofollow noopener noreferrer">
        <Icon frame={props.frame} name="link" /> {props.text}
      </a>
    </li>
  )
}

/** `git://` and `git+https://` addresses as what a browser opens. */
function webAddress(url: string | null | undefined): string | null {
  return url?.replace(/^git(\+https)?:\/\//i, 'https://').replace(/\.git$/i, '') ?? null
}

function perDay(view: PackageView, now: Date): number {
  const days = Math.max(1, (now.getTime() - view.package.createdAt.getTime()) / 86_400_000)
  return Math.round(view.package.downloads / days)
}

function firstLine(text: string): string {
  const line = text.trim().split(/\r?\n/, 1)[0] ?? ''
  return line.length > 200 ? `${line.slice(0, 199)}…` : line
}
