export {
  Choice,
  Field,
  FieldGroup,
  FileInput,
  FormToken,
  PostForm,
  Select,
  SubmitButton,
  TextArea,
  TextInput,
} from './fields.tsx'
export { AvatarImage } from './avatar.tsx'
import type { Child, PropsWithChildren } from 'hono/jsx'
import type { FlashKind } from './flash.ts'
import type { Frame } from './frame.ts'
import { formatDate, formatDateTime, formatRelative } from '../i18n/format.ts'
import { messages } from './messages.ts'

/** Names of the symbols in `web/icons.svg`. */
export type IconName =
  | 'check'
  | 'chevron-down'
  | 'close'
  | 'clock'
  | 'copy'
  | 'danger'
  | 'download'
  | 'feed'
  | 'globe'
  | 'heart'
  | 'info'
  | 'key'
  | 'link'
  | 'lock'
  | 'moon'
  | 'package'
  | 'plus'
  | 'search'
  | 'user'
  | 'verified'
  | 'warn'

type Framed = { readonly frame: Frame }

/** A small picture beside words. Decorative unless it has a label. */
export function Icon(props: Framed & { name: IconName; label?: string }) {
  const naming = props.label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': props.label }
  return (
    <svg class="icon" width="16" height="16" focusable="false" {...naming}>
      <use href={`${props.frame.assets.url('icons.svg')}#${props.name}`} />
    </svg>
  )
}

const noticeIcons = { ok: 'check', info: 'info', warn: 'warn', danger: 'danger' } as const

/**
 * A message in the flow of the page: always an icon and words beside the colour. One of `danger` answers what the reader
 * just did, so that reading goes on there, unless `isFocused` is false because a field below has the focus.
 */
export function Notice(
  props: PropsWithChildren<Framed & { kind: FlashKind; title?: string; id?: string; isFocused?: boolean }>,
) {
  const isAlert = props.kind === 'danger'
  const focus = isAlert && props.isFocused !== false ? { tabindex: -1, autofocus: true } : {}
  return (
    <div class={`notice notice-${props.kind}`} id={props.id} role={isAlert ? 'alert' : undefined} {...focus}>
      <Icon frame={props.frame} name={noticeIcons[props.kind]} label={props.frame.t(messages[props.kind])} />
      <div class="notice-text">
        {props.title === undefined ? null : <p class="notice-title">{props.title}</p>}
        {props.children}
      </div>
    </div>
  )
}

/** A word about a state: `listed`, `prerelease`, `expired`. */
export function Badge(props: PropsWithChildren<{ kind?: FlashKind | 'accent' | 'plain'; title?: string }>) {
  return (
    <span class={`badge badge-${props.kind ?? 'plain'}`} title={props.title}>
      {props.children}
    </span>
  )
}

/**
 * Copies `text` when script runs, and is not shown otherwise (the text itself always is). `label` names what is copied
 * when several stand on one page; it is read out, not shown.
 */
export function CopyButton(props: Framed & { text: string; label?: string; caption?: string }) {
  const { t } = props.frame
  return (
    <copy-button data-text={props.text} data-copied={t(messages.copied)} data-failed={t(messages.copyFailed)} hidden>
      <button type="button" class="button button-small" aria-label={props.label}>
        <Icon frame={props.frame} name="copy" />
        <span class="copy-caption">{props.caption ?? t(messages.copy)}</span>
      </button>
    </copy-button>
  )
}

/** One line for a terminal, or a secret: monospaced, scrolls inside itself, with a button that copies it. */
export function CommandLine(props: Framed & { text: string; label?: string }) {
  return (
    <div class="command">
      <code class="command-text" tabindex={0}>
        {props.text}
      </code>
      <CopyButton frame={props.frame} text={props.text} label={props.label} />
    </div>
  )
}

/** An instant: the day, with the exact time as its title; with `relative` also how far away, as `20 Feb 2027, in 3 months`. */
export function Time(props: Framed & { at: Date; relative?: boolean }) {
  const { language, now, t } = props.frame
  const date = formatDate(language, props.at)
  return (
    <time datetime={props.at.toISOString()} title={formatDateTime(language, props.at)}>
      {props.relative ? t(messages.dateAndRelative, { date, relative: formatRelative(language, props.at, now) }) : date}
    </time>
  )
}

/** What stands where a list would be. `children`: the way out, such as a link or a button. */
export function EmptyState(props: PropsWithChildren<{ title: string; text?: string }>) {
  return (
    <div class="empty">
      <p class="empty-title">{props.title}</p>
      {props.text === undefined ? null : <p>{props.text}</p>}
      {props.children}
    </div>
  )
}

/** Previous and next page as links. `href` makes the address of a page; pages count from 1. */
export function Pager(props: Framed & { page: number; pages: number; href: (page: number) => string }) {
  const { t } = props.frame
  if (props.pages <= 1) return null
  return (
    <nav class="pager" aria-label={t(messages.pagerLabel)}>
      {props.page > 1 ? (
        <a class="button" rel="prev" href={props.href(props.page - 1)}>
          {t(messages.previousPage)}
        </a>
      ) : null}
      <span class="quiet">{t(messages.pageOf, { page: props.page, pages: props.pages })}</span>
      {props.page < props.pages ? (
        <a class="button" rel="next" href={props.href(props.page + 1)}>
          {t(messages.nextPage)}
        </a>
      ) : null}
    </nav>
  )
}

/** A link that looks like a button: for going somewhere, never for doing something. */
export function LinkButton(props: PropsWithChildren<{ href: string; kind?: ButtonKind; small?: boolean }>) {
  return (
    <a class={buttonClass(props.kind, props.small)} href={safeHref(props.href)}>
      {props.children}
    </a>
  )
}

export type ButtonKind = 'primary' | 'plain' | 'danger' | 'quiet'

export function buttonClass(kind: ButtonKind = 'plain', small = false): string {
  return `button button-${kind}${small ? ' button-small' : ''}`
}

/** Terms and their values, such as the facts beside a package. Pairs whose value is null are left out. */
export function Facts(props: { items: readonly (readonly [term: string, value: Child])[] }) {
  return (
    <dl class="facts">
      {props.items
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([term, value]) => (
          <div class="fact">
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

/**
 * An address that is safe in `href`: http, https, mailto, or a local path; anything else (`javascript:`, `data:`) becomes
 * undefined, so that the attribute is left out. Hono's JSX does not check.
 */
export function safeHref(url: string | null | undefined): string | undefined {
  if (url === null || url === undefined) return undefined
  if (/^[/?#]/.test(url) && !/^\/[/\\]/.test(url)) return url
  if (!URL.canParse(url)) return undefined
  return ['http:', 'https:', 'mailto:'].includes(new URL(url).protocol) ? url : undefined
}
