import {
  CommandLine,
  CopyButton,
  Field,
  LinkButton,
  PostForm,
  SubmitButton,
  TextInput,
  Time,
} from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { Page } from '../http/layout.tsx'
import { Sentence } from '../http/sentence.tsx'
import type { Account } from './account.ts'
import { PasskeyButton } from './passkey-button.tsx'
import type { Passkey } from './passkey-store.ts'
import { PasskeysSection } from './passkeys-section.tsx'
import { QrCode } from './qr-code.tsx'
import { accountRefusalText } from './refusal-messages.ts'
import type { AccountRefusal } from './refusal.ts'
import { CodeField, ConfirmFirst, RefusalNotice } from './second-step-pages.tsx'
import { PresentPassword } from './settings-parts.tsx'
import { messages } from './two-factor-messages.ts'
import type { AuthenticatorSetup } from './two-factor.ts'

export type TwoFactorView = {
  readonly account: Account
  readonly hasAuthenticator: boolean
  readonly passkeys: readonly Passkey[]
  readonly recoveryCodesLeft: number
  /** The user proved lately who they are: what needs that can be done here at once. */
  readonly isConfirmed: boolean
  /** A random token: new recovery codes are made once by one form. */
  readonly once: string
  readonly refusal: { readonly of: 'set-up' | 'off' | 'page'; readonly refusal: AccountRefusal } | null
}

type Props = { frame: Frame; view: TwoFactorView }

/** A user's own second factors. */
export function TwoFactorPage({ frame, view }: Props) {
  const { t } = frame
  const since = view.account.twoFactorSince
  return (
    <Page frame={frame} title={t(messages.title)} noIndex narrow>
      <h1>{t(messages.title)}</h1>
      <p class="lead">{t(messages.lead)}</p>
      {view.refusal?.of === 'page' ? <RefusalNotice frame={frame} refusal={view.refusal.refusal} /> : null}
      {since ? (
        <p>
          <Sentence t={t} message={messages.onSince} values={{ date: <Time frame={frame} at={since} relative /> }} />
        </p>
      ) : (
        <p>{t(messages.sessionsNote)}</p>
      )}
      <AuthenticatorSection frame={frame} view={view} />
      <PasskeysSection frame={frame} view={view} />
      {since ? <RecoveryCodesSection frame={frame} view={view} /> : null}
      {since ? <OffSection frame={frame} view={view} /> : null}
      <p class="account-aside">
        <a href="/account">{t(messages.settings)}</a>
      </p>
    </Page>
  )
}

function errorsOf({ frame, view }: Props, of: 'set-up' | 'off') {
  const refusal = view.refusal?.of === of ? view.refusal.refusal : null
  const text = refusal ? accountRefusalText(frame.t, refusal) : null
  const isAboutPassword = refusal?.code === 'wrong-password' || refusal?.code === 'sign-in-locked'
  return { password: isAboutPassword ? text : null, code: isAboutPassword ? null : text }
}

function AuthenticatorSection({ frame, view }: Props) {
  const { t } = frame
  return (
    <section>
      <h2>{t(messages.app)}</h2>
      {view.hasAuthenticator ? (
        <>
          <p>{t(messages.appPresent)}</p>
          {view.passkeys.length > 0 && view.isConfirmed ? (
            <PostForm frame={frame} action="/account/TwoFactor/RemoveApp">
              <SubmitButton kind="plain">{t(messages.removeApp)}</SubmitButton>
            </PostForm>
          ) : null}
        </>
      ) : (
        <>
          <p>{t(messages.appText)}</p>
          <PostForm frame={frame} action="/account/TwoFactor/SetUp">
            <PresentPassword frame={frame} id="set-up-password" error={errorsOf({ frame, view }, 'set-up').password} />
            <div class="actions">
              <SubmitButton kind={view.account.twoFactorSince ? 'plain' : 'primary'}>{t(messages.setUp)}</SubmitButton>
            </div>
          </PostForm>
        </>
      )}
    </section>
  )
}

function RecoveryCodesSection({ frame, view }: Props) {
  const { t } = frame
  return (
    <section>
      <h2>{t(messages.recoveryCodes)}</h2>
      <p>
        {t(messages.codesLeft, { count: view.recoveryCodesLeft })} <span class="quiet">{t(messages.newCodesHint)}</span>
      </p>
      {view.isConfirmed ? (
        <PostForm frame={frame} action="/account/TwoFactor/RecoveryCodes">
          <input type="hidden" name="once" value={view.once} />
          <SubmitButton kind="plain">{t(messages.newCodes)}</SubmitButton>
        </PostForm>
      ) : (
        <ConfirmFirst frame={frame} />
      )}
    </section>
  )
}

function OffSection({ frame, view }: Props) {
  const { t } = frame
  const errors = errorsOf({ frame, view }, 'off')
  return (
    <section>
      <h2>{t(messages.off)}</h2>
      {view.account.lockedAt ? (
        <p>{t(messages.offLocked)}</p>
      ) : (
        <>
          <p>{t(messages.offText)}</p>
          <PostForm frame={frame} action="/account/TwoFactor/Off">
            <PresentPassword frame={frame} id="off-password" error={errors.password} />
            <CodeField frame={frame} id="off-code" error={errors.code} optional={view.passkeys.length > 0} />
            <div class="actions">
              <SubmitButton kind="danger">{t(messages.offButton)}</SubmitButton>
            </div>
            {view.passkeys.length > 0 ? (
              <PasskeyButton
                frame={frame}
                options="/account/ConfirmIdentity/PasskeyOptions"
                caption={t(messages.offByPasskey)}
              />
            ) : null}
          </PostForm>
        </>
      )}
    </section>
  )
}

/** The secret as picture, text and link, and the field for its first code. Only the answer to a POST shows it. */
export function SetUpPage(props: { frame: Frame; setup: AuthenticatorSetup; refusal: AccountRefusal | null }) {
  const { frame, setup } = props
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.setUpTitle)} noIndex narrow>
      <h1>{t(messages.setUpTitle)}</h1>
      <p>{t(messages.scan)}</p>
      <QrCode text={setup.uri} label={t(messages.qrLabel)} />
      <p>{t(messages.orType)}</p>
      <CommandLine frame={frame} text={setup.secret.replace(/(.{4})(?=.)/g, '$1 ')} />
      <p>
        <a href={setup.uri}>{t(messages.orOpen)}</a>
      </p>
      <PostForm frame={frame} action="/account/TwoFactor/Confirm">
        <Field
          frame={frame}
          name="code"
          label={t(messages.firstCode)}
          hint={t(messages.firstCodeHint)}
          error={props.refusal ? accountRefusalText(t, props.refusal) : null}
        >
          <TextInput mono required inputmode="numeric" autocomplete="one-time-code" maxlength={12} autofocus />
        </Field>
        <div class="actions">
          <SubmitButton>{t(messages.switchOn)}</SubmitButton>
          <a href="/account/TwoFactor">{t(messages.cancel)}</a>
        </div>
      </PostForm>
    </Page>
  )
}

/** The recovery codes, this once. */
export function RecoveryCodesPage(props: { frame: Frame; codes: readonly string[]; isNews: boolean }) {
  const { frame, codes } = props
  const { t } = frame
  return (
    <Page frame={frame} title={t(messages.codesTitle)} noIndex narrow>
      <h1>{t(messages.codesTitle)}</h1>
      {props.isNews ? <p class="lead">{t(messages.codesOn)}</p> : null}
      <p>{t(messages.codesLead)}</p>
      <ul class="recovery-codes mono">
        {codes.map((code) => (
          <li>{code}</li>
        ))}
      </ul>
      <div class="actions">
        <CopyButton frame={frame} text={codes.join('\n')} label={t(messages.copyCodes)} />
        <LinkButton href="/account/TwoFactor" kind="primary">
          {t(messages.codesKept)}
        </LinkButton>
      </div>
    </Page>
  )
}
