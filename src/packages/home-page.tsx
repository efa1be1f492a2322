import { CommandLine, EmptyState, LinkButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { SearchForm } from '../http/search-form.tsx'
import { Counters } from '../statistics/parts.tsx'
import type { Totals } from '../statistics/store.ts'
import { messages } from './messages.ts'

/** Search first, then what is here and how to begin. */
export function HomePage({ frame, totals }: { frame: Frame; totals: Totals }) {
  const { t, config } = frame
  const source = `${frame.baseUrl}/v3/index.json`
  const insecure = frame.isHttps ? '' : ' --allow-insecure-connections'
  const isPrivate = config.reads === 'private' // clients read with a key as the password, and push with the key alone
  const credentials = isPrivate ? ' --username any --password KEY --store-password-in-clear-text' : ''
  const pushSource = isPrivate ? `${frame.baseUrl}/api/v2/package` : source
  return (
    <Page frame={frame} title={config.brand} description={t(messages.homeLead)}>
      <div class="home">
        <h1>{config.brand}</h1>
        <p class="home-lead">{t(messages.homeLead)}</p>
        <SearchForm frame={frame} big />
        {totals.packages === 0 ? (
          <EmptyState title={t(messages.noPackagesYet)} text={t(messages.noPackagesYetText)}>
            <LinkButton href="/account/apikeys">{t(messages.goToKeys)}</LinkButton>
          </EmptyState>
        ) : (
          <Counters frame={frame} totals={totals} />
        )}
        <section aria-labelledby="start-here">
          <h2 id="start-here">{t(messages.startHere)}</h2>
          <p>{t(isPrivate ? messages.addPrivateSource : messages.addSource)}</p>
          <CommandLine
            frame={frame}
            text={`dotnet nuget add source ${source} --name ${sourceName(config.brand)}${credentials}${insecure}`}
          />
          <p>
            {t(messages.pushHint)} <a href="/account/apikeys">{t(messages.makeKey)}</a>
          </p>
          <CommandLine
            frame={frame}
            text={`dotnet nuget push PACKAGE.nupkg --api-key KEY --source ${pushSource}${insecure}`}
          />
        </section>
      </div>
    </Page>
  )
}

/** The brand as a word that a shell takes without quotes. */
function sourceName(brand: string): string {
  return (
    brand
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'lode'
  )
}
