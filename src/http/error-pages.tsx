import type { Context } from 'hono'
import type { Env } from './env.ts'
import { Page, renderPage } from './layout.tsx'
import { messages } from './messages.ts'

type ErrorStatus = 400 | 403 | 404 | 429 | 500 | 503 | 507

const titles = {
  400: messages.badRequestTitle,
  403: messages.forbiddenTitle,
  404: messages.notFoundTitle,
  429: messages.tooManyTitle,
  500: messages.serverErrorTitle,
  503: messages.readOnlyTitle,
  507: messages.diskFullTitle,
}

const sentences = {
  400: messages.formUnreadable,
  403: messages.forbiddenText,
  404: messages.notFoundText,
  429: messages.tooManyLater,
  500: messages.serverErrorText,
  503: messages.readOnlyText,
  507: messages.diskFullText,
}

/** What may be over by the next try. */
const isPassing: ReadonlySet<ErrorStatus> = new Set([429, 500, 503, 507])

export function notFoundPage(c: Context<Env>): Response {
  return errorPage(c, 404)
}

/**
 * A page that says in one sentence why it did not work, with a way back and the number of the request. `sentence` is in
 * the page's language; without one the status speaks.
 */
export function errorPage(c: Context<Env>, status: ErrorStatus, sentence?: string): Response {
  // Hono's types promise a frame, but the fault may have come before it was made: a database that does not answer.
  const frame = c.get('frame') as Env['Variables']['frame'] | undefined
  if (frame === undefined) return bareErrorPage(c, status, sentence)
  const { t } = frame
  const isSearchable = status === 404
  const isPosted = c.req.method !== 'GET' && c.req.method !== 'HEAD'
  return renderPage(
    c,
    <Page frame={frame} title={t(titles[status])} noIndex narrow>
      <h1>{t(titles[status])}</h1>
      <p class="lead">{sentence ?? t(sentences[status])}</p>
      <p class="actions">
        {frame.path !== '/' && isPosted ? (
          <a class="button button-primary" href={frame.path}>
            {t(messages.goBack)}
          </a>
        ) : null}
        {isPassing.has(status) && !isPosted ? (
          <a class="button button-primary" href={frame.path}>
            {t(messages.tryAgain)}
          </a>
        ) : null}
        {isSearchable ? (
          <a class="button button-primary" href="/packages">
            {t(messages.searchInstead)}
          </a>
        ) : null}
        <a class="button" href="/">
          {t(messages.goHome)}
        </a>
      </p>
      <p class="quiet small">{t(messages.requestNumber, { id: frame.requestId })}</p>
    </Page>,
    status,
  )
}

/** Without frame, language or style sheet, in English: for when nothing else can be trusted to work. */
function bareErrorPage(c: Context<Env>, status: ErrorStatus, sentence: string | undefined): Response {
  c.header('Cache-Control', 'no-store')
  c.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
  c.header('X-Content-Type-Options', 'nosniff')
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{titles[status].en}</title>
      </head>
      <body>
        <h1>{titles[status].en}</h1>
        <p>{sentence ?? sentences[status].en}</p>
        <p>Request {c.env.lode.id}</p>
      </body>
    </html>
  )
  return c.html(`<!doctype html>${String(page)}`, status)
}
