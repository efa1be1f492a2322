import { LinkButton, Notice, PostForm, SubmitButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { formatList } from '../i18n/format.ts'
import { packageHref } from '../packages/icon.tsx'
import type { OwnedPackage } from '../packages/owner-store.ts'
import type { Account } from './account.ts'
import type { Leaving } from './leaving.ts'
import { messages } from './messages.ts'
import { accountRefusalText } from './refusal-messages.ts'
import type { AccountRefusal } from './refusal.ts'
import { PresentPassword } from './settings-parts.tsx'

export type DeleteView = {
  account: Account
  leaving: Leaving
  /** Of the user, and of the organizations that go as well. */
  owned: readonly OwnedPackage[]
  orphans: readonly OwnedPackage[]
  refusal: AccountRefusal | null
  /** Then no password is asked for. */
  isRecentlyConfirmed: boolean
}

/** What goes and what stays, before anything happens. Without a password form where an administrator has to decide. */
export function DeletePage({ frame, view }: { frame: Frame; view: DeleteView }) {
  const { t } = frame
  const { account, leaving, owned, orphans, refusal } = view
  const isBlocked = orphans.length > 0 || account.lockedAt !== null
  const isAboutPassword = refusal?.code === 'wrong-password' || refusal?.code === 'sign-in-locked'
  return (
    <Page frame={frame} title={t(messages.deleteTitle)} noIndex narrow>
      <h1>{t(messages.deleteTitle)}</h1>
      <p class="lead">{t(messages.deleteLead)}</p>
      {refusal && !isAboutPassword && orphans.length === 0 ? (
        <Notice frame={frame} kind="danger">
          <p>{accountRefusalText(t, refusal)}</p>
        </Notice>
      ) : null}
      {orphans.length > 0 ? (
        <Notice frame={frame} kind="warn">
          <p>{t(messages.deleteBlocked, { count: orphans.length })}</p>
        </Notice>
      ) : null}
      <ul>
        <li>{t(messages.deleteKeys)}</li>
        <li>{t(messages.deletePersonal)}</li>
        {owned.length > 0 ? <li>{t(messages.deleteVersionsStay)}</li> : null}
        {leaving.ending.length > 0 ? (
          <li>{t(messages.deleteOrganizations, { names: namesOf(frame, leaving.ending) })}</li>
        ) : null}
        {leaving.handedOver.length > 0 ? (
          <li>{t(messages.deleteHandsOver, { names: namesOf(frame, leaving.handedOver) })}</li>
        ) : null}
        <li>{t(account.email === null ? messages.deleteNameFree : messages.deleteNameKept, { name: account.name })}</li>
      </ul>
      {owned.length > 0 ? <OwnedList frame={frame} account={account} orphans={orphans} owned={owned} /> : null}
      {isBlocked ? (
        <p class="actions">
          <LinkButton href="/account">{t(messages.settingsTitle)}</LinkButton>
        </p>
      ) : (
        <PostForm frame={frame} action="/account/delete">
          {view.isRecentlyConfirmed ? null : (
            <PresentPassword
              frame={frame}
              id="delete-password"
              error={refusal && isAboutPassword ? accountRefusalText(t, refusal) : null}
              otherWay
            />
          )}
          <div class="actions">
            <SubmitButton kind="danger">{t(messages.deleteButton)}</SubmitButton>
            <a href="/account">{t(messages.settingsTitle)}</a>
          </div>
        </PostForm>
      )}
    </Page>
  )
}

function namesOf(frame: Frame, accounts: readonly Account[]): string {
  return formatList(
    frame.language,
    accounts.map(({ name }) => name),
  )
}

function OwnedList(props: {
  frame: Frame
  account: Account
  orphans: readonly OwnedPackage[]
  owned: readonly OwnedPackage[]
}) {
  const { frame, account, orphans, owned } = props
  const { t } = frame
  return (
    <section>
      <h2>{t(messages.deletePackages)}</h2>
      <ul class="rows">
        {owned.map((pkg) => {
          const others = pkg.owners.filter((owner) => owner.id !== account.id).map((owner) => owner.name)
          return (
            <li>
              <a class="mono" href={packageHref(pkg.id)}>
                {pkg.id}
              </a>{' '}
              <span class="quiet">
                {orphans.includes(pkg)
                  ? t(messages.deleteOrphan)
                  : t(messages.deleteShared, { owners: formatList(frame.language, others) })}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
