// npm run bench -- [--quick] [--packages N]: Lode and nginx side by side; bench/run.ts says what is measured.
import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { endWith, ensureBuilt, ensureInstalled, findNode, forwardSignals, giveUp, root } from './bootstrap.mjs'

await ensureInstalled('all')
for (const program of ['nginx', 'wrk', 'taskset']) {
  if (spawnSync('which', [program]).status !== 0)
    giveUp(`the bench needs ${program}: apt-get install nginx-light wrk util-linux`)
}
await ensureBuilt()
const child = spawn(findNode(), [join(root, 'bench', 'run.ts'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
forwardSignals(() => child)
endWith(child)
