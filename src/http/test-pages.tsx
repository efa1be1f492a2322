import { Hono } from 'hono'
import { startSession } from '../accounts/session.ts'
import { insertUser } from '../accounts/store.ts'
import { parseConfig } from '../config.ts'
import type { Database } from '../db/database.ts'
import { emptyAssets, type Assets } from './assets.ts'
import { notFoundPage } from './error-pages.tsx'
import type { Env } from './env.ts'
import { checkedForm } from './forms.ts'
import { pageContext } from './frame.ts'
import { fileRoutes, frameRoutes } from './frame-routes.tsx'

/** For tests of the frame alone: a small site around it, without any domain's pages. */
export function makeTestSite(db: Database, options: { baseUrl?: string; settings?: object; assets?: Assets } = {}) {
  const baseUrl = options.baseUrl ?? 'http://localhost:5633'
  const config = parseConfig({ LODE_URL: baseUrl, ...options.settings })
  if (!config.ok) throw new Error(JSON.stringify(config.error))
  let now = new Date('2026-11-24T12:00:00Z')
  const deps = { config: config.value, db, assets: options.assets ?? emptyAssets(), now: () => now }
  const app = new Hono<Env>()
  app.route('/', fileRoutes(deps))
  app.use(pageContext(deps))
  app.use(checkedForm())
  app.route('/', frameRoutes(deps))
  app.notFound((c) => notFoundPage(c))

  const lode = { id: 'request-1', address: '203.0.113.7', baseUrl, isHttps: baseUrl.startsWith('https:') }
  return {
    app,
    deps,
    baseUrl,
    advance: (ms: number) => (now = new Date(now.getTime() + ms)),
    request: async (path: string, init: RequestInit = {}) => app.request(`${baseUrl}${path}`, init, { lode }),
  }
}

export type TestSite = ReturnType<typeof makeTestSite>

/** A browser's memory: sends the cookies it was given, and knows the form token of the page it saw last. */
export function makeTestBrowser(site: TestSite, cookies: Record<string, string> = {}) {
  const jar = new Map(Object.entries(cookies))
  let formToken = ''

  async function send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('Cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await site.request(path, { ...init, headers })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }

  return {
    jar,
    send,
    async open(path: string, headers: Record<string, string> = {}): Promise<{ response: Response; html: string }> {
      const response = await send(path, { headers })
      const html = await response.text()
      formToken = /name="form_token" value="([^"]+)"/.exec(html)?.[1] ?? formToken
      return { response, html }
    },
    get formToken() {
      return formToken
    },
    post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
      const body = new URLSearchParams({ form_token: formToken, ...fields })
      return send(path, { method: 'POST', body, headers })
    },
  }
}

/** A user of the test site with a session: its cookie's value. */
export async function signInSomebody(site: TestSite, user: { name: string; isAdmin?: boolean; email?: string | null }) {
  const account = await site.deps.db.transaction((tx) =>
    insertUser(tx, {
      name: user.name,
      email: user.email ?? `${user.name}@contoso.com`,
      isEmailConfirmed: user.email !== null,
      passwordHash: null,
      isAdmin: user.isAdmin ?? false,
      language: null,
      createdAt: site.deps.now(),
    }),
  )
  const from = { address: '203.0.113.7', userAgent: 'test', staySignedIn: true }
  const { token } = await startSession(site.deps, account, from)
  return { account, token }
}
