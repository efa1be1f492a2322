import { CommandLine, CopyButton, EmptyState, LinkButton, Notice, Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { formatList } from '../i18n/format.ts'
import { KeyCard } from './key-card.tsx'
import { KeyForm, type KeyFormProps } from './key-form.tsx'
import type { ListedKey } from './key-view.ts'
import { messages } from './messages.ts'
import { keyState } from './words.ts'

/** A secret that this one answer shows. */
export type FreshSecret = {
  readonly keyId: number
  readonly name: string
  readonly secret: string
  readonly oldSecretEndsAt: Date | null
}

export type KeysPageProps = {
  readonly frame: Frame
  readonly keys: readonly ListedKey[]
  /** Null for an account that may not make keys now. */
  readonly form: KeyFormProps | null
  readonly isFormOpen: boolean
  readonly fresh: FreshSecret | null
  readonly standing: 'unconfirmed' | 'locked' | null
}

/** `/account/apikeys` (gallery.md §4). `<page-swap>` keeps it from reloading when script runs; nothing needs script. */
export function KeysPage(props: KeysPageProps) {
  const { frame, keys, fresh } = props
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.title)} noIndex>
      <page-swap data-address="/account/apikeys">
        <h1>{t(messages.title)}</h1>
        {props.standing === 'unconfirmed' ? (
          <Unconfirmed frame={frame} />
        ) : (
          <>
            <p class="lead">{t(messages.lead)}</p>
            {props.standing === 'locked' ? (
              <Notice frame={frame} kind="warn">
                <p>{t(messages.locked)}</p>
              </Notice>
            ) : null}
            {fresh ? <SecretPanel frame={frame} fresh={fresh} /> : null}
            <EndedBanners frame={frame} keys={keys} />
            {props.form ? (
              <details class="key-create" open={props.isFormOpen}>
                <summary>
                  <h2>{t(messages.createTitle)}</h2>
                </summary>
                <KeyForm {...props.form} />
              </details>
            ) : null}
            <section aria-labelledby="keys-title">
              <h2 id="keys-title">{t(messages.manage)}</h2>
              {keys.length === 0 ? (
                <EmptyState title={t(messages.none)} text={t(messages.noneText)} />
              ) : (
                <ul class="rows key-list">
                  {keys.map((listed) => (
                    <KeyCard frame={frame} listed={listed} isNew={listed.key.id === fresh?.keyId} />
                  ))}
                </ul>
              )}
            </section>
          </>
        )}
      </page-swap>
    </Page>
  )
}

function Unconfirmed({ frame }: { frame: Frame }) {
  const { t } = frame
  return (
    <Notice frame={frame} kind="warn">
      <p>{t(messages.unconfirmed)}</p>
      <LinkButton href="/account/ConfirmationRequired?returnUrl=/account/apikeys">{t(messages.confirmNow)}</LinkButton>
    </Notice>
  )
}

/** Names of keys that no longer work, and what to do. */
function EndedBanners({ frame, keys }: { frame: Frame; keys: readonly ListedKey[] }) {
  const { t, language, now, config } = frame
  const named = (state: 'expired' | 'revoked') =>
    keys.filter(({ key }) => keyState(key, now, config.keyWarningDays) === state).map(({ key }) => key.name)
  return (
    <>
      {(['expired', 'revoked'] as const).map((state) => {
        const names = named(state)
        if (names.length === 0) return null
        const values = { count: names.length, names: formatList(language, names) }
        return (
          <Notice frame={frame} kind="warn">
            <p>{t(state === 'expired' ? messages.expiredBanner : messages.revokedBanner, values)}</p>
          </Notice>
        )
      })}
    </>
  )
}

/** The only place that ever shows a secret: the answer to the POST that made it. Focus goes here. */
function SecretPanel({ frame, fresh }: { frame: Frame; fresh: FreshSecret }) {
  const { t } = frame
  const insecure = frame.isHttps ? '' : ' --allow-insecure-connections'
  // The service index of a private gallery wants Basic credentials; the address of publishing takes the key alone.
  const source = frame.config.reads === 'private' ? '/api/v2/package' : '/v3/index.json'
  const command = `dotnet nuget push PACKAGE.nupkg -k ${fresh.secret} -s ${frame.baseUrl}${source}${insecure}`
  return (
    <secret-panel data-forgotten={t(messages.secretForgotten)}>
      <section class="notice notice-ok secret-panel" aria-labelledby="secret-title" tabindex={-1} autofocus>
        <div class="notice-text">
          <h2 id="secret-title">{t(messages.secretTitle, { name: fresh.name })}</h2>
          <p role="status">{t(messages.secretOnce)}</p>
          <div class="command">
            <code class="command-text" id="secret" tabindex={0} aria-label={t(messages.secretLabel)}>
              {fresh.secret}
            </code>
            <CopyButton frame={frame} text={fresh.secret} label={t(messages.copySecret)} />
          </div>
          <p>{t(messages.pushWith)}</p>
          <CommandLine frame={frame} text={command} label={t(messages.copyCommand)} />
          {fresh.oldSecretEndsAt === null ? null : (
            <p>
              {t(messages.overlapNote)} <Time frame={frame} at={fresh.oldSecretEndsAt} relative />
            </p>
          )}
        </div>
      </section>
    </secret-panel>
  )
}
