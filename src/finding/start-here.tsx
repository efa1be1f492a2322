import { sourceName, type HelpReader } from '../help/gallery.ts'
import { addSource, pack, push } from '../help/snippets.ts'
import { CommandLine, Icon, LinkButton } from '../http/components.tsx'
import type { Frame } from '../http/frame.ts'
import { messages } from './messages.ts'

type Part = { readonly frame: Frame }

function subjectOf({ config, baseUrl, account }: Frame): HelpReader {
  return {
    baseUrl,
    isPrivate: config.reads === 'private', // clients read with a key as the password, and push with the key alone
    sourceName: sourceName(config.brand),
    userName: account?.name ?? null,
  }
}

/** The commands for this very gallery, in the order in which somebody new needs them. */
export function StartHere({ frame, isEmpty }: Part & { readonly isEmpty: boolean }) {
  const { t } = frame
  const subject = subjectOf(frame)
  return (
    <section class="start-here" aria-labelledby="start-here">
      <h2 id="start-here">{t(isEmpty ? messages.thenRestore : messages.startHere)}</h2>
      <ol>
        <li>
          <p>{t(subject.isPrivate ? messages.addPrivateSource : messages.addSource)}</p>
          <CommandLine frame={frame} text={addSource(subject).text} label={t(messages.copyAddSource)} />
        </li>
        <li>
          <p>{t(messages.restoreHint)}</p>
          <CommandLine frame={frame} text="dotnet add package PACKAGE" label={t(messages.copyAddPackage)} />
          <CommandLine frame={frame} text="dotnet restore" label={t(messages.copyRestore)} />
        </li>
        {isEmpty ? null : (
          <li>
            <p>
              {t(messages.pushHint)} <a href="/account/apikeys">{t(messages.makeKey)}</a>
            </p>
            <CommandLine frame={frame} text={push(subject, 'PACKAGE.nupkg').text} label={t(messages.copyPush)} />
          </li>
        )}
      </ol>
      <p>
        <a href="/help">{t(messages.moreHelp)}</a>
      </p>
    </section>
  )
}

/** What stands where packages would be, on a gallery that has none: how the first one gets here. */
export function FirstPackage({ frame }: Part) {
  const { t } = frame
  return (
    <section class="start-here first-package" aria-labelledby="first-package">
      <h2 id="first-package">{t(messages.firstPackage)}</h2>
      <p>{t(messages.firstPackageText)}</p>
      <ol>
        <li>
          <AccountStep frame={frame} />
        </li>
        <li>
          <p>{t(messages.firstKey)}</p>
          <p class="actions">
            <LinkButton href="/account/apikeys">{t(messages.makeKey)}</LinkButton>
          </p>
        </li>
        <li>
          <p>{t(messages.firstPush)}</p>
          <CommandLine frame={frame} text={pack().text} label={t(messages.copyPack)} />
          <CommandLine frame={frame} text={push(subjectOf(frame)).text} label={t(messages.copyPush)} />
          <p>
            <a href="/packages/manage/upload">{t(messages.orUpload)}</a>
          </p>
        </li>
      </ol>
    </section>
  )
}

function AccountStep({ frame }: Part) {
  const { t, account, config } = frame
  if (account !== null) {
    return (
      <p>
        <Icon frame={frame} name="check" /> {t(messages.firstAccountDone, { name: account.name })}
      </p>
    )
  }
  const isOpen = config.registration === 'open'
  return (
    <>
      <p>{t(isOpen ? messages.firstAccount : messages.firstAccountClosed)}</p>
      <p class="actions">
        {isOpen ? (
          <LinkButton href="/users/account/SignUp" kind="primary">
            {t(messages.signUp)}
          </LinkButton>
        ) : (
          <LinkButton href="/users/account/LogOn">{t(messages.signIn)}</LinkButton>
        )}
      </p>
    </>
  )
}
