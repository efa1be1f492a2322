import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

/** The same engine twice: without a window's shell around it the journeys take 57 % of the processor time (measured). */
const executablePath = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path))

/** Whether this machine has the browser. Tests without it are skipped, and `npm test` says so. */
export const hasBrowser = executablePath !== undefined

const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking', // or Chromium looks for Google's hosts at every start
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
]

/** Debian's Chromium without a window. The caller closes it. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({ executablePath, args: flags, chromiumSandbox: process.getuid?.() !== 0 })
}
