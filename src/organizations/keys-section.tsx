import { Badge, Time } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import type { OrganizationKey } from '../keys/key-view.ts'
import { messages as keyMessages } from '../keys/messages.ts'
import { actionWords, keyState } from '../keys/words.ts'
import { messages } from './messages.ts'

/** Every key that acts for the organization: whose it is, what it may do, until when, and when it last did. */
export function KeysSection(props: { frame: Frame; organization: string; keys: readonly OrganizationKey[] }) {
  const { frame, organization, keys } = props
  const { t } = frame
  return (
    <section aria-labelledby="keys-title" id="keys">
      <h2 id="keys-title">{t(messages.keys)}</h2>
      {keys.length === 0 ? (
        <p class="quiet">{t(messages.keysNone)}</p>
      ) : (
        <>
          <p>{t(messages.keysLead, { name: organization })}</p>
          <ul class="rows key-list">
            {keys.map((listed) => (
              <KeyRow frame={frame} organization={organization} listed={listed} />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function KeyRow(props: { frame: Frame; organization: string; listed: OrganizationKey }) {
  const { frame, listed } = props
  const { t } = frame
  const { key, member, isMember, secrets } = listed
  const state = keyState(key, frame.now, frame.config.keyWarningDays)
  return (
    <li class="key-card" id={`key-${key.id}`}>
      <div class="key-facts">
        <h3>
          {key.name} {state === 'revoked' ? <Badge kind="danger">{t(keyMessages.revoked)}</Badge> : null}
          {state === 'expired' ? <Badge kind="danger">{t(keyMessages.expired)}</Badge> : null}
          {state === 'expiring' ? <Badge kind="warn">{t(keyMessages.expiringSoon)}</Badge> : null}
          {isMember ? null : <Badge kind="warn">{t(messages.keyAsleep)}</Badge>}
        </h3>
        <p>
          {t(messages.keyOf, { member: member.name })} · {actionWords(frame, key.actions)}
        </p>
        <div class="key-subjects">
          {[...key.globs, ...key.packageIds].map((pattern) => (
            <code>{pattern}</code>
          ))}
        </div>
        <p class="quiet">
          <span class="mono">{secrets[0]?.visibleId ?? ''}…</span>
          {' · '}
          {t(
            key.revokedAt ? keyMessages.revoked : state === 'expired' ? keyMessages.expired : keyMessages.expires,
          )}{' '}
          <Time frame={frame} at={key.revokedAt ?? key.expiresAt} relative />
          {' · '}
          {key.lastUsedAt ? (
            <>
              {t(keyMessages.lastUsed)} <Time frame={frame} at={key.lastUsedAt} relative />
              {key.lastUsedFrom === null ? null : t(keyMessages.lastUsedFrom, { address: key.lastUsedFrom })}
            </>
          ) : (
            t(keyMessages.neverUsed)
          )}
        </p>
      </div>
      {key.revokedAt ? null : (
        <div class="actions key-actions">
          <a
            class="button button-small"
            href={`/organization/${props.organization}/keys/${key.id}/revoke`}
            aria-label={t(messages.revokeNamed, { name: key.name, member: member.name })}
          >
            {t(messages.revoke)}
          </a>
        </div>
      )}
    </li>
  )
}
