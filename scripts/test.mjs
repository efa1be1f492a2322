// npm test: checks, then every test in one run. `npm test -- src/keys` runs only the tests whose path matches.
// The last line is `N passed, N failed`. With LODE_CI (.ci/run) what could not be run counts as failed.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { ensureBuilt, ensureInstalled, findNode, forwardSignals, root } from './bootstrap.mjs'
import { runChecks } from './checks.mjs'
import { ensureClientTools } from './client-tools.mjs'
import { ensureSystemPackages } from './system-packages.mjs'

const filters = process.argv.slice(2)
const isComplete = filters.length === 0
const startedAt = Date.now()
const isStrict = isComplete && process.env.LODE_CI !== undefined
delete process.env.LODE_CI // not a setting of Lode: servers that tests start would refuse it

await ensureInstalled('all')
const lacking = [...ensureSystemPackages(), ...(isComplete ? ensureClientTools() : [])]
const total = { passed: 0, failed: 0 }
/** @type {string[]} */
const failures = []

if (isComplete) {
  const { count, failed } = await runChecks()
  total.passed += count - failed.length
  total.failed += failed.length
  failures.push(...failed)
}
await ensureBuilt() // once, before two workers want it at the same time
const tests = await runVitest()
total.passed += tests.passed
total.failed += tests.failures.length
failures.push(...tests.failures)
// A missing program explains its skipped tests; it counts at least once itself.
if (isStrict) total.failed += Math.max(lacking.length, tests.skipped.length)

for (const name of failures) console.log(`FAILED  ${name}`)
for (const what of [...lacking, ...(isComplete ? tests.skipped : [])]) console.log(`NOT RUN ${what}`)
console.log(`${Math.round((Date.now() - startedAt) / 1000)} s`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)

/**
 * Runs vitest with the pinned Node and reads what became of each test. A file that fails outside of its tests, and a run
 * that ends without a report, count as one failure.
 */
async function runVitest() {
  const folder = mkdtempSync(join(tmpdir(), 'lode-report-'))
  const report = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...filters]
  const child = spawn(findNode(), args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  forwardSignals(() => child)
  const code = await new Promise((resolve) => child.once('close', resolve))
  const text = existsSync(report) ? readFileSync(report, 'utf8') : 'null'
  rmSync(folder, { recursive: true, force: true })
  return summarize(JSON.parse(text), code)
}

/** @param {any} report @param {number | null} code */
function summarize(report, code) {
  let passed = 0
  /** @type {string[]} */
  const failures = []
  /** @type {string[]} */
  const skipped = []
  for (const file of report?.testResults ?? []) {
    const path = relative(root, file.name)
    const before = failures.length
    for (const { status, fullName } of file.assertionResults) {
      if (status === 'passed') passed++
      else if (status === 'failed') failures.push(`${path} > ${fullName}`)
      else skipped.push(`${path} > ${fullName}`)
    }
    if (file.status === 'failed' && failures.length === before) failures.push(`${path} (outside of its tests)`)
  }
  if (code !== 0 && failures.length === 0) failures.push(`vitest ended with code ${code}; its messages are above`)
  return { passed, failures, skipped }
}
