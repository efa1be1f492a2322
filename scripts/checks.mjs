// The checks that need no test runner: types, lint, format. Each counts as one.
import { spawn } from 'node:child_process'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { findNode, root, say } from './bootstrap.mjs'

const cache = 'node_modules/.cache'

const checks = [
  {
    name: 'types',
    args: ['typescript/bin/tsc', '-p', '.', '--incremental', '--tsBuildInfoFile', `${cache}/types.tsbuildinfo`],
  },
  { name: 'types of page scripts', args: ['typescript/bin/tsc', '-p', 'src/web', '--noEmit'] },
  { name: 'lint', args: ['eslint/bin/eslint.js', '.', '--max-warnings', '0'] },
  {
    name: 'format',
    args: [
      'prettier/bin/prettier.cjs',
      '--check',
      '--log-level',
      'warn',
      '--cache',
      '--cache-strategy',
      'content',
      '.',
    ],
  },
]

/** Runs all checks, two at a time where there are two cores. Answers the names of those that failed. */
export async function runChecks() {
  /** @type {string[]} */
  const failed = []
  const waiting = [...checks]
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      if (!(await runCheck(check))) failed.push(check.name)
    }
  }
  await Promise.all([worker(), ...(cpus().length > 1 ? [worker()] : [])])
  return { count: checks.length, failed }
}

/** @param {{ name: string, args: string[] }} check @returns {Promise<boolean>} */
function runCheck({ name, args: [script = '', ...args] }) {
  return new Promise((resolve) => {
    const startedAt = Date.now()
    const child = spawn(findNode(), [join(root, 'node_modules', script), ...args], { cwd: root })
    let output = ''
    child.stdout.on('data', (data) => (output += data))
    child.stderr.on('data', (data) => (output += data))
    child.once('close', (code) => {
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
      say(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)${code === 0 ? '' : `\n${output}`}`)
      resolve(code === 0)
    })
  })
}
