import { CopyButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import type { PackageView } from '../packages/package-view.ts'
import { installTabs, type InstallTab, type Snippet } from './install.ts'
import { messages } from './messages.ts'

const tabNames = {
  dotnet: messages.installDotnet,
  'package-manager': messages.installPackageManager,
  'package-reference': messages.installPackageReference,
  central: messages.installCentral,
  paket: messages.installPaket,
  script: messages.installScript,
  'file-based': messages.installFileBased,
  cake: messages.installCake,
  nuke: messages.installNuke,
  mcp: messages.installMcp,
  'tool-global': messages.installToolGlobal,
  'tool-local': messages.installToolLocal,
  'tool-once': messages.installToolOnce,
  template: messages.installTemplate,
  sdk: messages.installSdk,
} satisfies Record<InstallTab['kind'], unknown>

const placeNames = {
  'central-file': messages.centralFile,
  'project-file': messages.projectFile,
} satisfies Record<NonNullable<Snippet['place']>, unknown>

/**
 * Without script every way stands below the other; `<tab-list>` makes tabs of them. The bar keeps their room until it comes,
 * and is not shown where no script runs.
 */
export function InstallSection({ frame, view }: { readonly frame: Frame; readonly view: PackageView }) {
  const { t } = frame
  const source = `${frame.baseUrl}/v3/index.json`
  const isPrivate = frame.config.reads === 'private'
  const needsSource = source.startsWith('http:') || isPrivate
  const tabs = installTabs({
    id: view.package.id,
    version: view.version.version.normalized,
    metadata: view.version.metadata,
    source,
  })
  return (
    <section class="install" aria-labelledby="install-title">
      <h2 id="install-title">{t(messages.install)}</h2>
      <tab-list data-remember="install">
        {tabs.length > 1 ? (
          <div class="tabs tab-bar" aria-hidden="true">
            {tabs.map((tab) => (
              <span class="tab-name">{t(tabNames[tab.kind])}</span>
            ))}
          </div>
        ) : null}
        {tabs.map((tab) => (
          <section data-tab={tab.kind} aria-labelledby={`install-${tab.kind}`}>
            <h3 id={`install-${tab.kind}`}>{t(tabNames[tab.kind])}</h3>
            {tab.snippets.map((snippet) => (
              <SnippetBox frame={frame} tab={t(tabNames[tab.kind])} snippet={snippet} />
            ))}
            {needsSource || tab.snippets.some(({ text }) => text.includes(source)) ? null : (
              <SourceHint frame={frame} text={t(messages.sourceHint)} />
            )}
          </section>
        ))}
      </tab-list>
      {needsSource ? <SourceHint frame={frame} text={t(isPrivate ? messages.privateHint : messages.httpHint)} /> : null}
    </section>
  )
}

function SnippetBox({ frame, tab, snippet }: { frame: Frame; tab: string; snippet: Snippet }) {
  const { t } = frame
  const place = snippet.place === undefined ? null : t(placeNames[snippet.place])
  return (
    <div>
      {place === null ? null : <p class="quiet">{place}</p>}
      <div class="command">
        <pre class="command-text" tabindex={0}>
          <code>{snippet.text}</code>
        </pre>
        <CopyButton
          frame={frame}
          text={snippet.text}
          label={t(messages.copyInstall, { tab: place === null ? tab : `${tab}, ${place}` })}
        />
      </div>
    </div>
  )
}

function SourceHint({ frame, text }: { frame: Frame; text: string }) {
  return (
    <p class="install-hint quiet">
      {text} <a href="/#start-here">{frame.t(messages.addSourceLink)}</a>
    </p>
  )
}
