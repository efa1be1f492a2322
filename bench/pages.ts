import { Agent, get, type IncomingMessage } from 'node:http'
import type { Browser, BrowserContext, Page, Response } from 'playwright-core'
import { buildNupkg } from '../test/build-nupkg.ts'
import { startChromium } from '../test/chromium.ts'
import { startPostgres } from '../test/postgres.ts'
import { createPublisher, type ServerProcess } from '../test/server-process.ts'
import {
  auditAccessibility,
  auditPractices,
  auditSearchEngines,
  scoreOfAudit,
  type Audit,
  type Noises,
} from './audits.ts'
import { giveTo, insertVersions } from './corpus.ts'
import { newInstance, start } from './instance.ts'
import type { Options } from './options.ts'
import { performanceScore, type Vitals } from './scores.ts'
import { percentile, round, type Note, type Row } from './table.ts'

const packagePage = '/packages/Bench.Page'
const manyVersions = '/packages/Bench.Many'

/** Shut to search engines are what is of one reader only, and what a search finds. */
const pages = [
  ['home page', '/', 'open'],
  ['search page', '/packages?q=bench', 'shut'],
  ['package page', packagePage, 'open'],
  ['statistics page', '/stats', 'open'],
  ['API keys page', '/account/apikeys', 'shut'],
] as const

/** The pages of a reader: how soon they answer, how much they weigh, and what Chromium measures while it shows them. */
export async function benchPages(options: Options, note: Note): Promise<void> {
  const server = await startFilled('pages', {})
  note(...(await measureFirstBytes(server, options, '')))
  note(await measureWeight(server.url, packagePage))
  const browser = await startChromium()
  try {
    const cookies = await signIn(browser, server.url)
    for (const [name, path, robots] of pages) {
      const own = path.startsWith('/account') ? cookies : []
      const visited = { url: server.url + path, cookies: own, isShut: robots === 'shut' }
      note(...(await measureInBrowser(browser, name, visited)))
    }
  } finally {
    await browser.close()
    await server.stop()
  }
  const postgres = await startPostgres({ fsync: true })
  try {
    await postgres.execute('create database pages')
    const other = await startFilled('postgres-pages', { LODE_DATABASE: postgres.urlOf('pages') })
    note(...(await measureFirstBytes(other, options, ', PostgreSQL')))
    await other.stop()
  } finally {
    await postgres.stop()
  }
}

/** A gallery with pages to look at. Search engines may come, or what they ask for could not be measured. */
async function startFilled(name: string, settings: Record<string, string>): Promise<ServerProcess> {
  const env = await newInstance(name, { LODE_ROBOTS: 'allow', ...settings })
  const secret = await createPublisher(env, 'bench')
  await insertVersions(env, 'Bench.Many', 5000)
  await giveTo(env, 'Bench.Many', 'bench')
  const server = await start(env)
  for (let minor = 0; minor < 30; minor++) await publish(server.url, secret, `1.${minor}.0`)
  return server
}

async function signIn(browser: Browser, url: string): Promise<Cookies> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${url}/users/account/LogOn`)
  await page.locator('input[autocomplete=username]').fill('bench')
  await page.locator('input[type=password]').fill('correct horse battery')
  await page.locator('input[type=password]').press('Enter')
  await page.waitForURL((address) => !address.pathname.toLowerCase().includes('logon'))
  const cookies = await context.cookies()
  await context.close()
  return cookies
}

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>

/** A package as they are: a README of some pages, a dependency or two, and many versions. */
async function publish(url: string, secret: string, version: string): Promise<void> {
  const section = (i: number) =>
    `## Part ${i}\n\nSome words about it, **with weight** and [a link](https://contoso.example/).\n\n` +
    '```csharp\nvar client = new Client("https://contoso.example");\nawait client.SendAsync(message);\n```\n\n' +
    '| Setting | Meaning |\n|---|---|\n| `Retries` | how often it tries again |\n| `Timeout` | how long it waits |\n'
  const dependencies = ['net8.0', 'netstandard2.0'].map((targetFramework) => ({
    targetFramework,
    dependencies: [
      { id: 'Contoso.Core', version: '[1.0.0, )' },
      { id: 'Contoso.Mail', version: '2.1.0' },
    ],
  }))
  const readme = `# Bench.Page\n\n${Array.from({ length: 12 }, (_, i) => section(i)).join('\n')}`
  const about = { description: 'A package with a page.', tags: 'bench page contoso mail queue' }
  const body = new Uint8Array(await buildNupkg({ id: 'Bench.Page', version, readme, dependencies, ...about }))
  const headers = { 'X-NuGet-ApiKey': secret }
  const answer = await fetch(`${url}/api/v2/package/`, { method: 'PUT', headers, body })
  if (answer.status !== 201) throw new Error(`the push answers ${answer.status} ${answer.statusText}`)
}

const agent = new Agent({ keepAlive: true })

type Answer = { readonly firstByteMs: number; readonly bytes: number }

/** Asks as browsers do. */
async function ask(url: string): Promise<Answer> {
  const startedAt = performance.now()
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { agent, headers: { Accept: 'text/html', 'Accept-Encoding': 'gzip' } }, resolve).on('error', reject)
  })
  const firstByteMs = performance.now() - startedAt
  let bytes = 0
  for await (const chunk of response) bytes += (chunk as Buffer).length // to the end, so that the connection is free again
  if (response.statusCode !== 200) throw new Error(`${url} answers ${response.statusCode}`)
  return { firstByteMs, bytes }
}

async function measureFirstBytes(server: ServerProcess, options: Options, suffix: string): Promise<readonly Row[]> {
  const seconds = options.isQuick ? 5 : 30
  const rows: Row[] = []
  for (const [name, path] of [
    ['package page', packagePage],
    ['package page of 5,000 versions', manyVersions],
  ] as const) {
    rows.push(
      await measureFirstByte(`${name}, first byte at 10 requests a second${suffix}`, server.url + path, seconds),
    )
  }
  return rows
}

/** Ten requests a second, each on time whatever the ones before took. */
async function measureFirstByte(what: string, url: string, seconds: number): Promise<Row> {
  for (let i = 0; i < 1000; i++) await ask(url) // warm: what is not compiled yet shows in p99
  const startedAt = performance.now()
  const asked = Array.from({ length: seconds * 10 }, async (_, i) => {
    const waitMs = Math.max(0, startedAt + i * 100 - performance.now())
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    return (await ask(url)).firstByteMs
  })
  const times = await Promise.all(asked)
  const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)]
  return {
    what,
    must: 'p99 ≤ 10 ms',
    measured: `p50 ${round(p50, 1)} ms, p99 ${round(p99, 1)} ms of ${times.length}`,
    isMet: p99 <= 10,
  }
}

/** The page and every style sheet and script that it names, in the bytes that they are sent in. */
async function measureWeight(url: string, path: string): Promise<Row> {
  const html = await (await fetch(url + path)).text()
  const scripts = Array.from(html.matchAll(/<script\b[^>]*\bsrc="([^"]+)"/g), ([, src = '']) => src)
  const styles = Array.from(html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g), ([, href = '']) => href)
  const weigh = async (parts: readonly string[]) => {
    const answers = await Promise.all(parts.map((part) => ask(url + part)))
    return answers.reduce((sum, { bytes }) => sum + bytes, 0) / 1024
  }
  const weights = [await weigh([path]), await weigh(scripts), await weigh(styles)]
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const [page = 0, script = 0, style = 0] = weights
  return {
    what: 'package page, HTML + script + style as they are sent',
    must: '≤ 50 KB',
    measured: `${round(total, 1)} KB (${round(page, 1)} + ${round(script, 1)} + ${round(style, 1)})`,
    isMet: total <= 50,
  }
}

type Visited = { readonly url: string; readonly cookies: Cookies; readonly isShut: boolean }

/** What Chromium sees: as it is, and as a phone of the middle on a slow network does, as Lighthouse has it. */
async function measureInBrowser(browser: Browser, name: string, visited: Visited): Promise<readonly Row[]> {
  const quick = await visit(browser, visited, { isSlow: false })
  const slow = await visit(browser, visited, { isSlow: true })
  const { firstPaint, largestPaint, blocked, shift } = slow.vitals
  const own = { accessibility: quick.accessibility, practices: quick.practices, 'search engines': quick.searchEngines }
  const scores = [performanceScore(slow.vitals), ...Object.values(own).map(scoreOfAudit)]
  const failed = Object.values(own).flatMap((audit) => audit.failed)
  return [
    {
      what: `${name}, layout shift and long tasks`,
      must: 'none',
      measured: `shift ${round(quick.vitals.shift, 3)}, ${quick.longTasks} tasks over 50 ms`,
      isMet: quick.vitals.shift === 0 && quick.longTasks === 0,
    },
    {
      what: `${name}: performance on a slow phone, ${Object.keys(own).join(', ')}`,
      must: '≥ 95 of 100 each',
      measured: [
        scores.map((score) => round(score)).join(', '),
        `first paint ${round(firstPaint)} ms, largest ${round(largestPaint)} ms, blocked ${round(blocked)} ms, shift ${round(shift, 3)}`,
        `${Object.values(own).reduce((sum, { checks }) => sum + checks, 0)} checks${failed.length === 0 ? '' : `, failed: ${failed.join('; ')}`}`,
      ].join('; '),
      isMet: scores.every((score) => score >= 95),
    },
  ]
}

type Visit = {
  readonly vitals: Vitals
  readonly longTasks: number
  readonly accessibility: Audit
  readonly practices: Audit
  readonly searchEngines: Audit
}

/** Written down by the page itself from its first moment on. */
const observe = `(() => {
  const seen = { largestPaint: 0, shift: 0, tasks: [] }
  const watch = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true })
  watch('largest-contentful-paint', (entry) => (seen.largestPaint = entry.startTime))
  watch('layout-shift', (entry) => (seen.shift += entry.value))
  watch('longtask', (entry) => seen.tasks.push(entry.duration))
  globalThis.seenByBench = seen
})()`

type Seen = { readonly largestPaint: number; readonly shift: number; readonly tasks: readonly number[] }

async function visit(browser: Browser, visited: Visited, { isSlow }: { isSlow: boolean }): Promise<Visit> {
  const { url, cookies, isShut } = visited
  const viewport = isSlow ? { width: 412, height: 823 } : { width: 1200, height: 900 }
  const context = await browser.newContext({ viewport })
  await context.addCookies(cookies)
  const page = await context.newPage()
  const noises = await listen(page, new URL(url).host)
  if (isSlow) await slowDown(page)
  await page.addInitScript(observe)
  const response = await page.goto(url, { waitUntil: 'networkidle' })
  await page.mouse.wheel(0, 2000) // what loads late must not push anything either
  await page.waitForTimeout(500)
  const { largestPaint, shift, tasks } = (await page.evaluate('globalThis.seenByBench')) as Seen
  const firstPaint = (await page.evaluate(
    "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0",
  )) as number
  const audits = await audit(page, response, noises, isShut)
  await context.close()
  const blocked = tasks.reduce((sum, ms) => sum + Math.max(0, ms - 50), 0)
  return { vitals: { firstPaint, largestPaint, shift, blocked }, longTasks: tasks.length, ...audits }
}

async function audit(page: Page, response: Response | null, noises: Noises, isShut: boolean) {
  const policy = response?.headers()['content-security-policy'] ?? ''
  return {
    practices: await auditPractices(page, noises, policy),
    searchEngines: await auditSearchEngines(page, response?.status() ?? 0, isShut),
    accessibility: await auditAccessibility(page), // last: it adds to the page
  }
}

/** Writes down what a page should not do. */
async function listen(page: Page, host: string): Promise<Noises> {
  const noises = { errors: [] as string[], foreign: [] as string[], issues: [] as string[] }
  page.on('console', (message) => message.type() === 'error' && noises.errors.push(message.text()))
  page.on('pageerror', (error) => noises.errors.push(String(error)))
  page.on('request', (request) => {
    if (new URL(request.url()).host !== host) noises.foreign.push(request.url())
  })
  const session = await page.context().newCDPSession(page)
  session.on('Audits.issueAdded', ({ issue }) => noises.issues.push(issue.code))
  await session.send('Audits.enable')
  return noises
}

/** Four times slower, on what Lighthouse calls slow 4G. */
async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await session.send('Network.enable')
  const throughput = (1.6 * 1024 * 1024 * 0.9) / 8
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: throughput,
    uploadThroughput: throughput / 2,
  })
}
