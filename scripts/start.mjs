// npm start: serves. npm run dev (--watch): the same, built and started again whenever a source file changes.
import { watch } from 'node:fs'
import { join } from 'node:path'
import {
  endWith,
  ensureBuilt,
  ensureInstalled,
  findNode,
  forwardSignals,
  listSourceFolders,
  rebuildIfChanged,
  root,
  say,
  startProgram,
} from './bootstrap.mjs'

const args = process.argv.slice(2).filter((arg) => arg !== '--watch')
if (process.argv.includes('--watch')) process.env.LODE_DEV_PAGES ??= 'on'

await ensureInstalled('serve')
findNode() // says what to do before time is spent on building
await ensureBuilt()

/** @type {import('node:child_process').ChildProcess | null} */
let server = null
forwardSignals(() => server)
server = startProgram('main.js', args)
if (process.argv.includes('--watch')) restartOnChange()
else endWith(server)

function restartOnChange() {
  let restarting = false
  let changed = false
  /** @type {import('node:fs').FSWatcher[]} */
  let watchers = []

  const onExit = (/** @type {number | null} */ code, /** @type {NodeJS.Signals | null} */ signal) => {
    if (signal !== null || code === 0) process.exit(0) // it was told to stop
    say(`The server ended with code ${code}; it starts again when a file changes.`)
    server = null
  }
  const onChange = () => {
    changed = true
    if (restarting) return
    restarting = true
    setTimeout(async () => {
      while (changed) {
        changed = false
        await rebuild()
      }
      restarting = false
    }, 80) // editors save several files at once
  }

  async function rebuild() {
    watchFolders()
    try {
      if (!(await rebuildIfChanged())) return
    } catch (error) {
      say(`Not built, the old server goes on: ${error instanceof Error ? error.message : error}`)
      return
    }
    const old = server
    if (old) {
      old.off('exit', onExit)
      const ended = new Promise((resolve) => old.once('exit', resolve))
      old.kill('SIGTERM')
      const impatient = setTimeout(() => old.kill('SIGKILL'), 5000)
      await ended
      clearTimeout(impatient)
    }
    say('Sources changed: started again.')
    server = startProgram('main.js', args)
    server.on('exit', onExit)
  }

  // One watcher per folder: recursive watching on Linux came after Node 18.
  function watchFolders() {
    for (const watcher of watchers) watcher.close()
    watchers = listSourceFolders().map((folder) => watch(join(root, folder), onChange))
  }

  server?.on('exit', onExit)
  watchFolders()
}
