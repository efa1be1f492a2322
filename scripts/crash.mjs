// npm run crash -- KILLS: kills a real server while it takes pushes, and looks whether every 201 stayed true.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { endWith, ensureBuilt, ensureInstalled, findNode, forwardSignals, root } from './bootstrap.mjs'

await ensureInstalled('all')
await ensureBuilt()
const child = spawn(findNode(), [join(root, 'test', 'crash-run.ts'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
forwardSignals(() => child)
endWith(child)
