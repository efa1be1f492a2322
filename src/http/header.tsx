import { AvatarImage, Icon } from './components.tsx'
import { PostForm } from './fields.tsx'
import type { Frame } from './frame.ts'
import { messages } from './messages.ts'
import { maySeeStatistics } from '../statistics/access.ts'
import { SearchForm } from './search-form.tsx'

/** One line: mark, search (not where the page itself has it), Packages, Upload, Statistics, and the account menu or Sign in. */
export function Header({ frame }: { frame: Frame }) {
  const { t } = frame
  const pathname = pathnameOf(frame)
  const hasOwnSearch = pathname === '/' || pathname === '/packages'
  return (
    <header class="site-header">
      <div class="wrap header-line">
        <a class="mark" href="/" aria-current={pathname === '/' ? 'page' : undefined}>
          <Mark />
          <span class="mark-name">{frame.config.brand}</span>
        </a>
        {hasOwnSearch ? <span class="header-gap" /> : <SearchForm frame={frame} />}
        <nav class="site-nav" aria-label={t(messages.siteNavigation)}>
          <a class="nav-link" href="/packages" aria-current={pathname === '/packages' ? 'page' : undefined}>
            {t(messages.packages)}
          </a>
          {frame.account === null ? null : (
            <a
              class="nav-link"
              href="/packages/manage/upload"
              aria-current={pathname === '/packages/manage/upload' ? 'page' : undefined}
            >
              {t(messages.upload)}
            </a>
          )}
          {maySeeStatistics(frame.config, frame.account) ? (
            <a class="nav-link" href="/stats" aria-current={pathname === '/stats' ? 'page' : undefined}>
              {t(messages.statistics)}
            </a>
          ) : null}
          {frame.account === null ? (
            <a class="nav-link" href={signInHref(frame)}>
              {t(messages.signIn)}
            </a>
          ) : null}
        </nav>
        {frame.account === null ? null : <AccountMenu frame={frame} account={frame.account} />}
      </div>
    </header>
  )
}

/** A stone with one vein of gold. */
function Mark() {
  return (
    <svg class="mark-picture" width="28" height="28" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path class="mark-stone" d="M16 2.5 27.7 9.2v13.6L16 29.5 4.3 22.8V9.2z" />
      <path class="mark-vein" d="m5 20.5 6.2-3.2 3.6 3.1 5.4-9 6.8-2.2" />
    </svg>
  )
}

/**
 * A native popover: opens and closes without script, Escape and a press elsewhere close it, focus returns to the button.
 */
function AccountMenu({ frame, account }: { frame: Frame; account: NonNullable<Frame['account']> }) {
  const { t } = frame
  const pathname = pathnameOf(frame)
  const entries = [
    ...(account.isAdmin ? [{ href: '/admin', text: t(messages.admin) }] : []),
    { href: `/profiles/${account.name}`, text: t(messages.viewProfile) },
    { href: '/account', text: t(messages.accountSettings) },
    { href: '/account/apikeys', text: t(messages.apiKeys) },
    { href: '/account/Organizations', text: t(messages.organizations) },
    { href: '/account/Packages', text: t(messages.managePackages) },
    { href: '/packages/manage/upload', text: t(messages.uploadPackage) },
  ]
  return (
    <div class="account">
      <button
        type="button"
        class="account-button"
        popovertarget="account-menu"
        aria-label={t(messages.accountMenu, { name: account.name })}
      >
        <AvatarImage name={account.name} />
        <span class="account-name">{account.name}</span>
        <Icon frame={frame} name="chevron-down" />
      </button>
      <div id="account-menu" class="menu" popover="auto">
        <p class="menu-person">
          <strong>{account.name}</strong>
          <span class="quiet">{account.email ?? account.unconfirmedEmail}</span>
        </p>
        <ul>
          {entries.map((entry) => (
            <li>
              <a href={entry.href} aria-current={pathname === entry.href.toLowerCase() ? 'page' : undefined}>
                {entry.text}
              </a>
            </li>
          ))}
        </ul>
        <PostForm frame={frame} action="/users/account/LogOff">
          <input type="hidden" name="returnUrl" value={frame.path} />
          <button type="submit">{t(messages.signOut)}</button>
        </PostForm>
      </div>
    </div>
  )
}

/** Sign-in comes back to this page; from a sign-in page itself, to where that one was going. */
function signInHref(frame: Frame): string {
  const onSignInPages = pathnameOf(frame).startsWith('/users/account/')
  const back = onSignInPages ? new URL(frame.path, frame.baseUrl).searchParams.get('returnUrl') : frame.path
  return back === null || back === '/'
    ? '/users/account/LogOn'
    : `/users/account/LogOn?returnUrl=${encodeURIComponent(back)}`
}

function pathnameOf(frame: Frame): string {
  return new URL(frame.path, 'http://local.invalid').pathname.toLowerCase().replace(/(?<=.)\/$/, '')
}
