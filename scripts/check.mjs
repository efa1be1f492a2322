// npm run check: types, lint and format, without the tests.
import { ensureInstalled } from './bootstrap.mjs'

await ensureInstalled('all')
const { runChecks } = await import('./checks.mjs')
const { count, failed } = await runChecks()
console.log(`${count - failed.length} passed, ${failed.length} failed`)
process.exit(failed.length === 0 ? 0 : 1)
