// Clients other than `dotnet` that the tests use: tools of the .NET SDK, kept outside of the tree between runs.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { say } from './bootstrap.mjs'

/** @typedef {{ id: string, version: string, command: string, without: string }} ClientTool */

/** @type {readonly ClientTool[]} */
const tools = [
  { id: 'paket', version: '12.0.0', command: 'paket', without: 'the journey with Paket' },
  { id: 'PowerShell', version: '7.6.9', command: 'pwsh', without: 'the journey with PSResourceGet' },
]

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'lode-tests', 'tools')

/** @param {ClientTool} tool */
const folderOf = (tool) => join(cache, `${tool.id.toLowerCase()}-${tool.version}`)

/** The program of a client that is installed, or null. @param {string} command */
export function findClientTool(command) {
  const tool = tools.find((known) => known.command === command)
  if (!tool) throw new Error(`${command} is not one of the clients in scripts/client-tools.mjs`)
  const path = join(folderOf(tool), tool.command)
  return existsSync(path) ? path : null
}

/** Installs what is missing, at most once per machine and version; answers what could not be had. */
export function ensureClientTools() {
  return tools
    .filter((tool) => findClientTool(tool.command) === null && !install(tool))
    .map((tool) => `${tool.without}: dotnet tool install ${tool.id} --version ${tool.version} did not succeed`)
}

/** In a folder of its own first: what is interrupted is not there. @param {ClientTool} tool */
function install(tool) {
  say(`Installing ${tool.id} ${tool.version} for the tests…`)
  const unfinished = `${folderOf(tool)}.${process.pid}`
  mkdirSync(cache, { recursive: true })
  const args = ['tool', 'install', tool.id, '--version', tool.version, '--tool-path', unfinished]
  const env = { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1' }
  const { status } = spawnSync('dotnet', args, { env, cwd: cache, stdio: 'ignore', timeout: 180_000 })
  if (status === 0 && !existsSync(folderOf(tool))) renameSync(unfinished, folderOf(tool))
  rmSync(unfinished, { recursive: true, force: true })
  return findClientTool(tool.command) !== null
}
