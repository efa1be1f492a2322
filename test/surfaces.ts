import type { Command } from 'commander'
import { createPages, healthPaths } from '../src/app.ts'
import { createProgram } from '../src/cli/program.ts'
import type { Deps } from '../src/deps.ts'
import { feedFolders } from '../src/feed/target.ts'
import { publishAddresses } from '../src/publish/routes.ts'

/** Every page route of the application, such as `POST /packages/:id/owners/add`, each once. Middleware is left out. */
export function listPages(deps: Deps): readonly string[] {
  const routes = createPages(deps).routes.filter(({ method }) => method !== 'ALL')
  return [...new Set(routes.map(({ method, path }) => `${method} ${path}`))]
}

/** Every request of the protocol, such as `DELETE /api/v2/package/:id/:version`; of the feed its folders. */
export function listProtocol(): readonly string[] {
  const reads = [...healthPaths, ...feedFolders.map((folder) => `/v3/${folder}`)]
  return [...reads.map((path) => `GET ${path}`), ...publishAddresses]
}

/** Every command that does something, such as `lode package owner add`. */
export function listCommands(): readonly string[] {
  const quiet = { out: () => {}, err: () => {}, isTerminal: false }
  return commandsOf(createProgram({ env: {}, output: quiet, setExitCode: () => {} }))
}

function commandsOf(command: Command, parents: readonly string[] = ['lode']): readonly string[] {
  return command.commands.flatMap((child) => {
    const name = [...parents, child.name()]
    const isRunnable = child.commands.length === 0 || child.registeredArguments.length > 0
    return [...(isRunnable ? [name.join(' ')] : []), ...commandsOf(child, name)]
  })
}
