import { CopyButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { installTabs, type InstallTab } from './install.ts'
import { messages } from './messages.ts'
import type { PackageView } from './package-view.ts'

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
export function InstallSection({ frame, view }: { readonly frame: Frame; readonly view: PackageView }) {
  const { t } = frame
  const source = `${frame.baseUrl}/v3/index.json`
  const isPrivate = frame.config.reads === 'private'
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
      {source.startsWith('http:') || isPrivate ? (
        <p class="install-hint quiet">
          {t(isPrivate ? messages.privateHint : messages.httpHint)}{' '}
          <a href="/#start-here">{t(messages.addSourceLink)}</a>
        </p>
      ) : null}
    </section>
  )
}
