import type { Context } from 'hono'
import type { PropsWithChildren } from 'hono/jsx'
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Env } from './env.ts'
import type { Frame } from './frame.ts'

export type PageProps = PropsWithChildren<{
  frame: Frame
  /** Of this page alone: the brand is added. */
  title: string
  description?: string
  /** Keeps search engines off this page. */
  noIndex?: boolean
  /** One narrow column, for forms and texts. */
  narrow?: boolean
}>

export function Page(_props: PageProps): JSX.Element {
  throw new Error('being written')
}

/** Sends a page. Whatever somebody signed in sees is never stored: after sign-out the back button shows nothing. */
export function renderPage(_c: Context<Env>, _page: JSX.Element, _status: ContentfulStatusCode = 200): Response {
  throw new Error('being written')
}
