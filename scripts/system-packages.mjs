// What the tests use beside npm's packages: how to see that it is there, and how Debian calls it.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { say } from './bootstrap.mjs'

/** @typedef {{ name: string, debian: string[], without: string, isThere: () => boolean }} Requirement */

/** @type {Requirement[]} */
const requirements = [
  {
    name: 'PostgreSQL',
    debian: ['postgresql'],
    without: 'the tests on PostgreSQL',
    isThere: () => hasPostgres(),
  },
  {
    name: 'Chromium',
    debian: ['chromium-headless-shell'],
    without: 'the tests in a browser',
    isThere: () => onPath('chromium-headless-shell') || onPath('chromium'),
  },
  {
    name: 'a font with Chinese characters',
    debian: ['fonts-noto-cjk'],
    without: 'screenshots with Chinese text',
    isThere: () => onPath('fc-list') && spawnSync('fc-list', [':lang=zh-cn', 'family']).stdout.length > 0,
  },
  { name: 'strace', debian: ['strace'], without: 'the test that watches for fsync', isThere: () => onPath('strace') },
]

const dotnet = {
  name: '.NET SDK 10',
  debian: [],
  without: 'the journeys with the real client',
  isThere: () => onPath('dotnet') && /^10\./m.test(spawnSync('dotnet', ['--list-sdks']).stdout.toString()),
}

/** Installs what is missing where that is possible; answers what still is, each with how to get it. */
export function ensureSystemPackages() {
  const missing = requirements.filter((requirement) => !requirement.isThere())
  if (missing.length > 0 && process.getuid?.() === 0 && onPath('apt-get')) installFromDebian(missing)
  return [...missing, dotnet]
    .filter((requirement) => !requirement.isThere())
    .map(({ name, debian, without }) => {
      const how = debian.length > 0 ? `apt-get install ${debian.join(' ')}` : 'https://dotnet.microsoft.com/download'
      return `${without}: ${name} is not installed (${how})`
    })
}

/** @param {Requirement[]} missing */
function installFromDebian(missing) {
  const packages = missing.flatMap(({ debian }) => debian)
  say(`Installing from Debian: ${packages.join(' ')}…`)
  const restore = forbidDefaultCluster()
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const options = { env, stdio: /** @type {['ignore', 'ignore', 2]} */ (['ignore', 'ignore', 2]) }
    const install = ['install', '-y', '-qq', '--no-install-recommends']
    if (spawnSync('apt-get', [...install, ...packages], options).status === 0) return
    spawnSync('apt-get', ['update', '-qq'], options) // a fresh machine has no lists, or old ones
    if (spawnSync('apt-get', [...install, ...packages], options).status === 0) return
    for (const name of packages) spawnSync('apt-get', [...install, name], options) // one that fails spoils no other
  } finally {
    restore()
  }
}

/** Debian's package would make a database cluster and start it: the tests bring up their own. */
function forbidDefaultCluster() {
  const folder = '/etc/postgresql-common/createcluster.d'
  const file = join(folder, 'lode-tests.conf')
  if (hasPostgres()) return () => {}
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, 'create_main_cluster = false\n')
  return () => rmSync(file, { force: true })
}

function hasPostgres() {
  const root = '/usr/lib/postgresql'
  const debian = existsSync(root) && readdirSync(root).some((version) => existsSync(join(root, version, 'bin/initdb')))
  return debian || onPath('initdb')
}

/** @param {string} program */
function onPath(program) {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)))
}
