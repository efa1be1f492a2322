import { Badge, Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import type { ListedKey } from './key-view.ts'
import { messages } from './messages.ts'
import { actionWords, keyState } from './words.ts'

const packagesShown = 3

/** One key: what it may do, for what, until when, when it was last used, and what can be done with it. */
export function KeyCard({ frame, listed, isNew }: { frame: Frame; listed: ListedKey; isNew: boolean }) {
  const { t } = frame
  const { key, secrets } = listed
  const state = keyState(key, frame.now, frame.config.keyWarningDays)
  const [current, previous] = secrets
  return (
    <li class="key-card" id={`key-${key.id}`}>
      <div class="key-facts">
        <h3>
          {key.name} {isNew ? <Badge kind="accent">{t(messages.isNew)}</Badge> : null}{' '}
          {state === 'revoked' ? <Badge kind="danger">{t(messages.revoked)}</Badge> : null}
          {state === 'expired' ? <Badge kind="danger">{t(messages.expired)}</Badge> : null}
          {state === 'expiring' ? <Badge kind="warn">{t(messages.expiringSoon)}</Badge> : null}
        </h3>
        <p>
          {t(messages.ownerIs, { owner: listed.ownerName })} · {actionWords(frame, key.actions)}
        </p>
        <Subjects frame={frame} listed={listed} />
        <p class="quiet">
          <span class="mono">{current?.visibleId ?? ''}…</span>
          {' · '}
          {key.revokedAt ? (
            <>
              {t(messages.revoked)} <Time frame={frame} at={key.revokedAt} relative />
            </>
          ) : (
            <>
              {t(state === 'expired' ? messages.expired : messages.expires)}{' '}
              <Time frame={frame} at={key.expiresAt} relative />
            </>
          )}
          {' · '}
          {key.lastUsedAt ? (
            <>
              {t(messages.lastUsed)} <Time frame={frame} at={key.lastUsedAt} relative />
              {key.lastUsedFrom === null ? null : t(messages.lastUsedFrom, { address: key.lastUsedFrom })}
            </>
          ) : (
            t(messages.neverUsed)
          )}
        </p>
        {previous?.endsAt && previous.endsAt > frame.now ? (
          <p class="quiet">
            {t(messages.oldSecretEnds, { visibleId: previous.visibleId })}{' '}
            <Time frame={frame} at={previous.endsAt} relative />
          </p>
        ) : null}
      </div>
      <div class="actions key-actions">
        <ActionLink frame={frame} listed={listed} action="edit" />
        <ActionLink frame={frame} listed={listed} action="regenerate" />
        {state === 'live' || state === 'expiring' ? <ActionLink frame={frame} listed={listed} action="revoke" /> : null}
        <ActionLink frame={frame} listed={listed} action="delete" />
      </div>
    </li>
  )
}

const actionNames = {
  edit: [messages.edit, messages.editNamed],
  regenerate: [messages.regenerate, messages.regenerateNamed],
  revoke: [messages.revoke, messages.revokeNamed],
  delete: [messages.delete, messages.deleteNamed],
} as const

function ActionLink(props: { frame: Frame; listed: ListedKey; action: keyof typeof actionNames }) {
  const [short, long] = actionNames[props.action]
  const { key } = props.listed
  return (
    <a
      class="button button-small"
      data-swap
      href={`/account/apikeys/${key.id}/${props.action}`}
      aria-label={props.frame.t(long, { name: key.name })}
    >
      {props.frame.t(short)}
    </a>
  )
}

/** The patterns, and the chosen packages: three at once, the others behind "n more". */
function Subjects({ frame, listed }: { frame: Frame; listed: ListedKey }) {
  const { globs, packageIds } = listed.key
  const shown = [...globs, ...packageIds.slice(0, packagesShown)]
  const more = packageIds.slice(packagesShown)
  return (
    <div class="key-subjects">
      {shown.map((pattern) => (
        <code>{pattern}</code>
      ))}
      {more.length === 0 ? null : (
        <details>
          <summary>{frame.t(messages.andMore, { count: more.length })}</summary>
          {more.map((id) => (
            <code>{id}</code>
          ))}
        </details>
      )}
    </div>
  )
}
