// What every command of the project begins with: packages installed, sources built, the pinned Node found.
// Plain JavaScript that Node 18 can run; it prints to standard error only, so that a command's output stays clean.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const modules = join(root, 'node_modules')
const installStamp = join(modules, '.lode-installed.json')
const buildStamp = join(root, 'dist', '.built-from')
const pinnedNode = join(modules, 'node', 'bin', 'node')

/** @param {string} message */
export function say(message) {
  process.stderr.write(`${message}\n`)
}

/** Ends with a sentence instead of a stack: something outside the program is missing.
 * @param {string} message @returns {never} */
export function giveUp(message) {
  say(`lode: ${message}`)
  process.exit(1)
}

/**
 * Installs the locked packages when `node_modules` is not what package-lock.json says. `serve` needs no development
 * packages, but a full install counts too and stays full.
 * @param {'serve' | 'all'} mode
 */
export async function ensureInstalled(mode) {
  const major = Number(process.versions.node.split('.')[0])
  if (major < 18) giveUp(`Node ${process.versions.node} is too old to set Lode up: Node 18 or newer is needed.`)
  if (isInstalled(mode)) return
  await alone('install', async () => {
    if (isInstalled(mode)) return // another process did it meanwhile
    const full = mode === 'all' || existsSync(join(modules, 'vitest'))
    say(existsSync(modules) ? 'Packages are not those of package-lock.json: installing…' : 'Installing packages…')
    const npm = process.env.npm_execpath
    const [command, prefix] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
    const args = [...prefix, 'ci', full ? '--include=dev' : '--omit=dev', '--no-audit', '--no-fund']
    const result = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] })
    if (result.error) giveUp(`npm could not be started (${result.error.message}). Run "npm ci" here, then try again.`)
    if (result.status !== 0) giveUp('"npm ci" failed; its messages are above. Mend that, then try again.')
    writeInstallStamp(full)
  })
}

/** @param {'serve' | 'all'} mode */
function isInstalled(mode) {
  const lock = hashOfLock()
  const stamp = readJson(installStamp)
  const platform = `${process.platform}-${process.arch}`
  if (stamp?.lock === lock && stamp.platform === platform) return mode === 'serve' || stamp.full === true
  if (stamp !== null && stamp.platform !== platform) return false // copied from another machine
  // No stamp for this lock: somebody may have run npm themselves. npm notes in this file what it installed.
  const present = readJson(join(modules, '.package-lock.json'))?.packages
  if (!present) return false
  let full = true
  for (const [path, wanted] of Object.entries(readJson(join(root, 'package-lock.json'))?.packages ?? {})) {
    if (path === '' || wanted.optional || present[path]?.version === wanted.version) continue
    if (!wanted.dev) return false
    full = false
  }
  if (mode === 'all' && !full) return false
  writeInstallStamp(full)
  return true
}

/** @param {boolean} full */
function writeInstallStamp(full) {
  const platform = `${process.platform}-${process.arch}`
  const stamp = { lock: hashOfLock(), full, platform, pinnedNodeRuns: runsPinnedNode() }
  try {
    writeFileSync(installStamp, JSON.stringify(stamp))
  } catch {
    // The folder is not ours to write: then this is worked out again next time.
  }
}

function runsPinnedNode() {
  return existsSync(pinnedNode) && spawnSync(pinnedNode, ['--version']).status === 0
}

function hashOfLock() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
}

/** The Node that runs Lode: the pinned one, or the system's when it is of the same major version. */
export function findNode() {
  if (existsSync(pinnedNode) && (readJson(installStamp)?.pinnedNodeRuns === true || runsPinnedNode())) return pinnedNode
  const wanted = readJson(join(root, 'package.json'))?.dependencies.node
  if (process.versions.node.split('.')[0] === wanted.split('.')[0]) return process.execPath
  const lacks = existsSync(pinnedNode) ? 'does not run on this system' : 'is not in node_modules'
  return giveUp(
    `Node ${wanted} ${lacks}, and this is Node ${process.versions.node}.\n` +
      'The npm package "node" fetches it while it is installed, unless install scripts are switched off. Get it with\n' +
      '  npm rebuild node --ignore-scripts=false\n' +
      `or start this command with a Node ${wanted.split('.')[0]} of your own.`,
  )
}

/** Builds when needed; esbuild has said what is wrong when that fails. */
export async function ensureBuilt() {
  await rebuildIfChanged().catch((error) => giveUp(`The sources could not be built: ${error.message}`))
}

/** Bundles `src/` into `dist/` when it, or how it is built, changed. Returns whether it did. */
export async function rebuildIfChanged() {
  if (!existsSync(join(root, 'src')) || isBuilt()) return false
  return alone('build', async () => {
    if (isBuilt()) return false
    const sources = hashOfSources()
    const { build } = await import('./build.mjs')
    rmSync(buildStamp, { force: true }) // a build that fails half-way must not count
    await build()
    mkdirSync(dirname(buildStamp), { recursive: true })
    writeFileSync(buildStamp, sources)
    return true
  })
}

function isBuilt() {
  return existsSync(buildStamp) && readFileSync(buildStamp, 'utf8') === hashOfSources()
}

function hashOfSources() {
  const hash = createHash('sha256')
  const files = ['package.json', 'package-lock.json', 'tsconfig.json', 'scripts/build.mjs', ...listSources()]
  for (const file of files) {
    if (existsSync(join(root, file)))
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(root, file)))
        .update('\0')
  }
  return hash.digest('hex')
}

/** Every file that goes into the build, in a fixed order, relative to the root. Tests do not. */
function listSources() {
  const files = []
  const folders = listSourceFolders()
  for (const folder of folders) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (entry.isFile() && !/\.test\.tsx?$/.test(entry.name)) files.push(`${folder}/${entry.name}`)
    }
  }
  return files.sort()
}

export function listSourceFolders() {
  const folders = ['src']
  for (const folder of folders) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (entry.isDirectory()) folders.push(`${folder}/${entry.name}`)
    }
  }
  return folders
}

/**
 * Starts a built program with the right Node and the settings of `.env`, passing on signals. Its working folder is the
 * project's, so that `./data` is always the same folder.
 * @param {string} program @param {readonly string[]} args
 */
export function startProgram(program, args) {
  const settings = existsSync(join(root, '.env')) ? ['--env-file=.env'] : []
  const flags = [...settings, '--enable-source-maps', '--disable-warning=ExperimentalWarning']
  const child = spawn(findNode(), [...flags, join(root, 'dist', program), ...args], { cwd: root, stdio: 'inherit' })
  child.once('error', (error) => giveUp(`Node could not be started: ${error.message}`))
  return child
}

/**
 * Stands in for the child until it ends: signals go to it, and its end becomes ours.
 * @param {() => import('node:child_process').ChildProcess | null} current
 */
export function forwardSignals(current) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'])) {
    process.on(signal, () => {
      if (signal === 'SIGINT' && process.stdin.isTTY) return // Ctrl-C reached the child as well, from the terminal
      current()?.kill(signal)
    })
  }
  // `npm start` runs us through a shell that dies of a signal without passing it on: notice that we were left alone.
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) current()?.kill('SIGTERM')
  }, 250).unref()
}

/** @param {import('node:child_process').ChildProcess} child */
export function endWith(child) {
  child.once('exit', (code, signal) => {
    process.exit(signal === null ? (code ?? 1) : 128 + constants.signals[signal])
  })
}

/**
 * Lets one process at a time do `work` in this folder; others wait. A lock whose process is gone is taken over.
 * @template T @param {string} name @param {() => Promise<T>} work
 */
async function alone(name, work) {
  const lock = join(root, `.lode-${name}.lock`)
  for (let waited = 0; ; waited += 100) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (isAbandoned(lock)) rmSync(lock, { force: true })
      else if (waited === 2000) say(`Waiting for another Lode command to finish its ${name} (${lock})…`)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  const release = () => rmSync(lock, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

/** @param {string} lock */
function isAbandoned(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'))
    if (pid === 0) return Date.now() - statSync(lock).mtimeMs > 5000 // made, but not yet written
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

/** @param {string} path */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}
