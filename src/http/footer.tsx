import type { FooterLink } from '../config.ts'
import type { Message } from '../i18n/message.ts'
import { Icon, safeHref } from './components.tsx'
import { PostForm } from './fields.tsx'
import type { Frame } from './frame.ts'
import { messages } from './messages.ts'

const linkTexts: Record<FooterLink, Message> = {
  documentation: messages.documentation,
  status: messages.status,
  contact: messages.contact,
  about: messages.about,
  terms: messages.terms,
  privacy: messages.privacy,
}

/** Pages of ours where the operator named none. */
const ownPages: Readonly<Record<string, string>> = { contact: '/policies/Contact' }

/** Language, theme, the help, and the links that the operator configured. */
export function Footer({ frame }: { frame: Frame }) {
  const { t } = frame
  const links = Object.entries(linkTexts).flatMap(([name, text]) => {
    const href = safeHref(frame.config.footerLinks[name as FooterLink]) ?? ownPages[name]
    return href === undefined ? [] : [{ href, text: t(text) }]
  })
  return (
    <footer class="site-footer">
      <div class="wrap footer-line">
        <div class="preferences">
          <LanguageForm frame={frame} />
          <ThemeForm frame={frame} />
        </div>
        <ul class="footer-links" aria-label={t(messages.footer)}>
          <li>
            <a href="/help">{t(messages.help)}</a>
          </li>
          {links.map((link) => (
            <li>
              <a href={link.href}>{link.text}</a>
            </li>
          ))}
          <li>{t(messages.poweredBy)}</li>
        </ul>
      </div>
    </footer>
  )
}

/** Each language is named in itself, so that whoever landed in the wrong one finds the way out. */
const languageNames = [
  { value: 'en', text: 'English' },
  { value: 'zh-CN', text: '简体中文' },
] as const

function LanguageForm({ frame }: { frame: Frame }) {
  return (
    <PostForm frame={frame} action="/language" class="switch">
      <input type="hidden" name="returnUrl" value={frame.path} />
      <div role="group" aria-label={frame.t(messages.language)}>
        <Icon frame={frame} name="globe" />
        {languageNames.map(({ value, text }) => (
          <button
            type="submit"
            name="language"
            value={value}
            lang={value}
            aria-pressed={pressed(value === frame.language)}
          >
            {text}
          </button>
        ))}
      </div>
    </PostForm>
  )
}

const themeNames = [
  { value: 'system', text: messages.themeSystem },
  { value: 'light', text: messages.themeLight },
  { value: 'dark', text: messages.themeDark },
] as const

function ThemeForm({ frame }: { frame: Frame }) {
  return (
    <PostForm frame={frame} action="/theme" class="switch">
      <input type="hidden" name="returnUrl" value={frame.path} />
      <div role="group" aria-label={frame.t(messages.theme)}>
        <Icon frame={frame} name="moon" />
        {themeNames.map(({ value, text }) => (
          <button type="submit" name="theme" value={value} aria-pressed={pressed(value === frame.theme)}>
            {frame.t(text)}
          </button>
        ))}
      </div>
    </PostForm>
  )
}

function pressed(isPressed: boolean): 'true' | 'false' {
  return isPressed ? 'true' : 'false'
}
