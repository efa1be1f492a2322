import type { Account } from '../src/accounts/account.ts'
import { startSession } from '../src/accounts/session.ts'
import type { TestServer } from './server.ts'

/** What came back, read to the end. */
export type Page = {
  readonly status: number
  readonly headers: Headers
  /** Where a redirect leads, as sent; null when it is none. */
  readonly location: string | null
  readonly html: string
}

export type FormFields = Readonly<Record<string, string | readonly string[]>>

/** Somebody with a browser that keeps cookies, over real HTTP, without scripts. Redirects are not followed. */
export type Visitor = {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Page>
  /**
   * Sends a form as the page at `path` (or `from`) would: with its form token. Other hidden fields are for the caller. With
   * files it is sent as forms with files are.
   */
  post(
    path: string,
    fields: FormFields,
    options?: {
      from?: string
      headers?: Readonly<Record<string, string>>
      files?: Readonly<Record<string, Uint8Array>>
    },
  ): Promise<Page>
  /** Sends a file as the upload page would: the form token, then the file. */
  upload(
    path: string,
    file: Uint8Array,
    options?: { token?: string; headers?: Readonly<Record<string, string>> },
  ): Promise<Page>
  readonly cookies: Map<string, string>
}

export function openVisitor(server: Pick<TestServer, 'url'>): Visitor {
  const cookies = new Map<string, string>()

  async function send(path: string, init: RequestInit & { headers?: Record<string, string> }): Promise<Page> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...(cookie === '' ? {} : { Cookie: cookie }), ...init.headers }
    const response = await fetch(new URL(path, server.url), { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) keepCookie(cookies, line)
    const location = response.headers.get('Location')
    return { status: response.status, headers: response.headers, location, html: await response.text() }
  }
  function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Page> {
    return send(path, { headers })
  }
  return {
    cookies,
    get,
    async upload(path, file, options = {}) {
      const body = new FormData()
      body.append('form_token', options.token ?? findField((await get('/packages')).html, 'form_token') ?? '')
      body.append('package', new Blob([new Uint8Array(file)]), 'package.nupkg')
      const headers = { Origin: server.url, 'Sec-Fetch-Site': 'same-origin', ...options.headers }
      return send(path, { method: 'POST', body, headers })
    },
    async post(path, fields, options = {}) {
      const token = fields.form_token ?? findField((await get(options.from ?? path)).html, 'form_token') ?? ''
      const body = options.files ? new FormData() : new URLSearchParams()
      for (const [name, value] of Object.entries({ form_token: token, ...fields })) {
        for (const each of typeof value === 'string' ? [value] : value) body.append(name, each)
      }
      for (const [name, bytes] of Object.entries(options.files ?? {})) {
        if (body instanceof FormData) body.append(name, new Blob([new Uint8Array(bytes)]), 'file')
      }
      const headers = { Origin: server.url, 'Sec-Fetch-Site': 'same-origin', ...options.headers }
      return send(path, { method: 'POST', body, headers })
    },
  }
}

/** A visitor who is signed in already. The sign-in form has tests of its own. */
export async function signIn(server: Pick<TestServer, 'url' | 'deps'>, user: Account): Promise<Visitor> {
  const visitor = openVisitor(server)
  const isHttps = server.deps.config.publicUrl?.startsWith('https:') ?? false
  const from = { address: '127.0.0.1', userAgent: 'Lode tests', staySignedIn: false }
  const { token } = await startSession(server.deps, user, from)
  visitor.cookies.set(isHttps ? '__Host-lode_session' : 'lode_session', token)
  return visitor
}

/** The value of the first field of this name in the page, or null. */
export function findField(html: string, name: string): string | null {
  const tag = html.match(/<(input|button)\b[^>]*>/g)?.find((text) => text.includes(`name="${name}"`))
  const value = tag === undefined ? undefined : /\bvalue="([^"]*)"/.exec(tag)?.[1]
  return value === undefined ? null : unescapeHtml(value)
}

/** The page's text as read aloud: no tags, single spaces. */
export function textOf(html: string): string {
  return unescapeHtml(html.replace(/<(script|style|template)\b.*?<\/\1>/gs, ' ').replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()
}

function unescapeHtml(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';')
  const name = pair.slice(0, pair.indexOf('=')).trim()
  const value = pair.slice(pair.indexOf('=') + 1).trim()
  const isGone = value === '' || attributes.some((text) => /^\s*max-age=0\b/i.test(text))
  if (isGone) cookies.delete(name)
  else cookies.set(name, value)
}
