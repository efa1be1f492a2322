import { AxeBuilder } from '@axe-core/playwright'
import { Agent, get, type IncomingMessage } from 'node:http'
import type { Browser, Page } from 'playwright-core'
import { gzipSync } from 'node:zlib'
import { buildNupkg } from '../test/build-nupkg.ts'
import { startChromium } from '../test/chromium.ts'
import { createPublisher } from '../test/server-process.ts'
import { newInstance, start } from './instance.ts'
import type { Options } from './options.ts'
import { performanceScore, type Vitals } from './scores.ts'
import { percentile, round, type Note, type Row } from './table.ts'

const packagePage = '/packages/Bench.Page'

/** The pages of a reader: how soon they answer, how much they weigh, and what Chromium measures while it shows them. */
export async function benchPages(options: Options, note: Note): Promise<void> {
  const env = await newInstance('pages')
  const secret = await createPublisher(env, 'bench')
  const server = await start(env)
  for (let minor = 0; minor < 30; minor++) await publish(server.url, secret, `1.${minor}.0`)
  note(await measureFirstByte(server.url + packagePage, options.isQuick ? 5 : 30))
  note(await measureWeight(server.url, packagePage))
  const browser = await startChromium()
  try {
    for (const [name, path] of [
      ['package page', packagePage],
      ['search page', '/packages?q=bench'],
      ['home page', '/'],
    ] as const) {
      note(...(await measureInBrowser(browser, name, server.url + path)))
    }
  } finally {
    await browser.close()
    await server.stop()
  }
}

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

/** Milliseconds from the request to the first byte of its answer. */
async function firstByte(url: string): Promise<number> {
  const startedAt = performance.now()
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { agent, headers: { Accept: 'text/html', 'Accept-Encoding': 'gzip' } }, resolve).on('error', reject)
  })
  const ms = performance.now() - startedAt
  for await (const _ of response); // to the end, so that the connection is free again
  if (response.statusCode !== 200) throw new Error(`${url} answers ${response.statusCode}`)
  return ms
}

/** Ten requests a second, each on time whatever the ones before took. */
async function measureFirstByte(url: string, seconds: number): Promise<Row> {
  for (let i = 0; i < 200; i++) await firstByte(url) // warm
  const startedAt = performance.now()
  const asked = Array.from({ length: seconds * 10 }, async (_, i) => {
    const waitMs = Math.max(0, startedAt + i * 100 - performance.now())
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    return firstByte(url)
  })
  const times = await Promise.all(asked)
  const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)]
  return {
    what: 'package page, first byte at 10 requests a second',
    must: 'p99 ≤ 10 ms',
    measured: `p50 ${round(p50, 1)} ms, p99 ${round(p99, 1)} ms of ${times.length}`,
    isMet: p99 <= 10,
  }
}

/** The page and every style sheet and script that it names, compressed each. */
async function measureWeight(url: string, path: string): Promise<Row> {
  const html = await (await fetch(url + path)).text()
  const scripts = Array.from(html.matchAll(/<script\b[^>]*\bsrc="([^"]+)"/g), ([, src = '']) => src)
  const styles = Array.from(html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g), ([, href = '']) => href)
  const weigh = async (parts: readonly string[]) => {
    const bodies = await Promise.all(parts.map(async (part) => (await fetch(url + part)).arrayBuffer()))
    return bodies.reduce((sum, body) => sum + gzipSync(Buffer.from(body)).length, 0) / 1024
  }
  const weights = [gzipSync(html).length / 1024, await weigh(scripts), await weigh(styles)]
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const [page = 0, script = 0, style = 0] = weights
  return {
    what: 'package page, HTML + script + style compressed',
    must: '≤ 50 KB',
    measured: `${round(total, 1)} KB (${round(page, 1)} + ${round(script, 1)} + ${round(style, 1)})`,
    isMet: total <= 50,
  }
}

/** What Chromium sees: as it is, and as a phone of the middle on a slow network does, as Lighthouse has it. */
async function measureInBrowser(browser: Browser, name: string, url: string): Promise<readonly Row[]> {
  const quick = await visit(browser, url, { isSlow: false })
  const slow = await visit(browser, url, { isSlow: true })
  const score = performanceScore(slow.vitals)
  const times = `first paint ${round(slow.vitals.firstPaint)} ms, largest ${round(slow.vitals.largestPaint)} ms, blocked ${round(slow.vitals.blocked)} ms`
  return [
    {
      what: `${name}, layout shift and long tasks`,
      must: 'none',
      measured: `shift ${round(quick.vitals.shift, 3)}, ${quick.longTasks} tasks over 50 ms`,
      isMet: quick.vitals.shift === 0 && quick.longTasks === 0,
    },
    {
      what: `${name}, performance on a slow phone`,
      must: '≥ 95 of 100',
      measured: `${round(score)} (${times})`,
      isMet: score >= 95,
    },
    {
      what: `${name}, accessibility and practices`,
      must: 'no finding',
      measured: quick.findings.length === 0 ? 'none' : quick.findings.join('; '),
      isMet: quick.findings.length === 0,
    },
  ]
}

type Visit = { readonly vitals: Vitals; readonly longTasks: number; readonly findings: readonly string[] }

/** Written down by the page itself from its first moment on. */
const observe = `(() => {
  const seen = { largestPaint: 0, shift: 0, tasks: [] }
  const watch = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true })
  watch('largest-contentful-paint', (entry) => (seen.largestPaint = entry.startTime))
  watch('layout-shift', (entry) => (seen.shift += entry.value))
  watch('longtask', (entry) => seen.tasks.push(entry.duration))
  globalThis.seenByBench = seen
})()`

async function visit(browser: Browser, url: string, { isSlow }: { readonly isSlow: boolean }): Promise<Visit> {
  const viewport = isSlow ? { width: 412, height: 823 } : { width: 1200, height: 900 }
  const context = await browser.newContext({ viewport })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('request', (request) => {
    if (new URL(request.url()).host !== new URL(url).host) errors.push(`asks ${request.url()}`)
  })
  if (isSlow) await slowDown(page)
  await page.addInitScript(observe)
  await page.goto(url, { waitUntil: 'networkidle' })
  await page.mouse.wheel(0, 2000) // what loads late must not push anything either
  await page.waitForTimeout(500)
  const seen = (await page.evaluate('globalThis.seenByBench')) as {
    largestPaint: number
    shift: number
    tasks: number[]
  }
  const firstPaint = (await page.evaluate(
    "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0",
  )) as number
  const findings = isSlow ? [] : [...errors, ...(await listFindings(page))]
  await context.close()
  const blocked = seen.tasks.reduce((sum, ms) => sum + Math.max(0, ms - 50), 0)
  const { largestPaint, shift } = seen
  return { vitals: { firstPaint, largestPaint, shift, blocked }, longTasks: seen.tasks.length, findings }
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

/** What axe finds, and what Lighthouse's other categories ask of a page that is not shut to search engines on purpose. */
async function listFindings(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  const practices = (await page.evaluate(`[
    [document.doctype?.name === 'html', 'no doctype'],
    [document.characterSet === 'UTF-8', 'not UTF-8'],
    [document.title.length > 0, 'no title'],
    [document.documentElement.lang !== '', 'no language'],
    [!!document.querySelector('meta[name=viewport]'), 'no viewport'],
    [[...document.images].every((image) => (image.width > 0 || !image.checkVisibility()) && image.hasAttribute('alt')), 'an image without size or words'],
    [[...document.links].every(({ href }) => !href.startsWith('javascript:')), 'a link that is none'],
    [[...document.links].every((link) => link.textContent.trim() !== '' || link.ariaLabel), 'a link without words'],
  ].filter(([isGood]) => !isGood).map(([, finding]) => finding)`)) as string[]
  return [...violations.map(({ id, nodes }) => `${id} (${nodes.length})`), ...practices]
}
