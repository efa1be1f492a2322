import type { Context } from 'hono'
import type { PropsWithChildren } from 'hono/jsx'
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { bannerMark, bannerText } from '../site/site.ts'
import { Notice, PostForm, SubmitButton } from './components.tsx'
import { sendText } from './compress.ts'
import { clearCookie } from './cookies.ts'
import type { Env } from './env.ts'
import { Footer } from './footer.tsx'
import type { Frame } from './frame.ts'
import { Header } from './header.tsx'
import { messages } from './messages.ts'

export type PageProps = PropsWithChildren<{
  frame: Frame
  /** Of this page alone: the brand is added. */
  title: string
  /** What search engines and chats show of it; without one, what this gallery is. */
  description?: string
  /** Path of the address that stands for this page, where several show the same. */
  canonical?: string
  /** Keeps search engines off this page. */
  noIndex?: boolean
  /** The Atom feed of what the page is about. */
  feed?: { readonly title: string; readonly href: string }
  /** One narrow column, for forms and texts. */
  narrow?: boolean
  /** Loads the library that draws plots, which other pages do without. */
  chart?: boolean
  /** Path of a picture that stands for the page where somebody links to it; the gallery's own sign otherwise. */
  image?: string
}>

/** The frame around every page (gallery.md §1.1). The content begins with its own `h1`. */
export function Page(props: PageProps): JSX.Element {
  const { frame } = props
  const { t } = frame
  return (
    <html lang={frame.language} data-theme={frame.theme}>
      <Head {...props} />
      <body>
        <a class="skip-link" href="#content">
          {t(messages.skipToContent)}
        </a>
        <Banners frame={frame} />
        <Header frame={frame} />
        <main id="content" tabindex={-1} class={props.narrow ? 'wrap wrap-narrow' : 'wrap'}>
          <Flashes frame={frame} />
          {props.children}
        </main>
        <Footer frame={frame} />
        <div id="announcer" class="visually-hidden" role="status" />
      </body>
    </html>
  )
}

/** Above everything: a landmark, so that nothing of the page is outside of one. */
function Banners({ frame }: { frame: Frame }) {
  const { t, site } = frame
  const banner = shownBanner(frame)
  if (banner === null && !site.isReadOnly) return null
  return (
    <aside aria-label={t(messages.notices)}>
      {banner}
      {site.isReadOnly ? <p class="banner">{t(messages.readOnlyText)}</p> : null}
    </aside>
  )
}

/**
 * One line on top of every page: what administrators want everybody to know, which a reader puts away without script where
 * they allow it; LODE_BANNER stands where they set none.
 */
function shownBanner(frame: Frame) {
  const { banner } = frame.site
  if (banner === null) return frame.config.banner === null ? null : <p class="banner">{frame.config.banner}</p>
  if (banner.isDismissible && frame.dismissedBanner === bannerMark(banner)) return null
  return (
    <div class="banner banner-site">
      <span>{bannerText(banner, frame.language)}</span>
      {banner.isDismissible ? (
        <PostForm frame={frame} action="/banner">
          <input type="hidden" name="returnUrl" value={frame.path} />
          <SubmitButton kind="quiet" small>
            {frame.t(messages.dismiss)}
          </SubmitButton>
        </PostForm>
      ) : null}
    </div>
  )
}

function Head(props: PageProps) {
  const { frame, title, description, canonical, noIndex, feed, chart } = props
  const { brand } = frame.config
  const about = description ?? frame.t(messages.galleryDescription)
  const fullTitle = title === brand ? title : `${title} · ${brand}`
  return (
    <head>
      <meta charset="utf-8" />
      <title>{fullTitle}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content={frame.theme === 'system' ? 'light dark' : frame.theme} />
      <meta name="description" content={about} />
      {canonical === undefined ? null : <link rel="canonical" href={frame.baseUrl + canonical} />}
      {noIndex || !frame.config.allowRobots ? <meta name="robots" content="noindex" /> : null}
      {noIndex ? null : <LinkPreview {...props} description={about} />}
      <link rel="icon" type="image/svg+xml" href={frame.assets.url('favicon.svg')} />
      <link rel="apple-touch-icon" href={frame.assets.url('touch-icon.png')} />
      <link rel="search" type="application/opensearchdescription+xml" title={brand} href="/opensearch.xml" />
      {feed ? <link rel="alternate" type="application/atom+xml" title={feed.title} href={feed.href} /> : null}
      <link rel="stylesheet" href={frame.assets.url('site.css')} />
      <script type="module" src={frame.assets.url('site.js')} />
      {chart ? <link rel="stylesheet" href={frame.assets.url('chart.css')} /> : null}
      {chart ? <script type="module" src={frame.assets.url('chart.js')} /> : null}
    </head>
  )
}

/** What chats and other sites show beside a link to this page (Open Graph). */
function LinkPreview({ frame, title, description, canonical, image }: PageProps & { description: string }) {
  const { baseUrl, config, assets, path } = frame
  const facts = [
    ['og:type', 'website'],
    ['og:site_name', config.brand],
    ['og:title', title],
    ['og:description', description],
    ['og:url', baseUrl + (canonical ?? path)],
    ['og:image', baseUrl + (image ?? assets.url('touch-icon.png'))],
  ] as const
  return (
    <>
      {facts.map(([property, content]) => (
        <meta property={property} content={content} />
      ))}
    </>
  )
}

/** Messages of the request before, in regions that screen readers announce: faults at once, the rest in their time. */
function Flashes({ frame }: { frame: Frame }) {
  if (frame.flashes.length === 0) return null
  return (
    <div class="flashes" role="status" aria-label={frame.t(messages.announcements)}>
      {frame.flashes.map((flash) => (
        <Notice frame={frame} kind={flash.kind}>
          <p>{flash.text}</p>
        </Notice>
      ))}
    </div>
  )
}

/** Sends a page. It has shown the messages left by earlier requests, so they are forgotten here. */
export function renderPage(c: Context<Env>, page: JSX.Element, status: ContentfulStatusCode = 200): Response {
  if (c.var.frame.flashes.length > 0 && c.var.newFlashes === undefined) clearCookie(c, 'flash')
  // Pages never wait: components are plain functions, so that this is a string at once.
  return sendText(c, `<!doctype html>${String(page)}`, status, { 'Content-Type': 'text/html; charset=UTF-8' })
}
