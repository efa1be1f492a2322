// npm run screenshots [-- PART-OF-AN-ADDRESS]: every page in both languages and themes and two widths, into screenshots/.
// npm run screenshots -- README.md: the pictures of the README, into docs/pictures/.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { endWith, ensureBuilt, ensureInstalled, findNode, forwardSignals, root } from './bootstrap.mjs'

await ensureInstalled('all')
await ensureBuilt()
const which = process.argv[2] === 'README.md' ? 'readme.shots' : 'screenshots.shots'
const config = ['--config', 'test/screenshots/vitest.config.ts']
const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...config, which]
const env = { ...process.env, SCREENSHOTS_OF: process.argv[2] ?? '' }
const child = spawn(findNode(), args, { cwd: root, stdio: 'inherit', env })
forwardSignals(() => child)
endWith(child)
