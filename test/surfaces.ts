import type { Command } from 'commander'
import { createPages } from '../src/app.ts'
import { createProgram } from '../src/cli/program.ts'
import type { Deps } from '../src/deps.ts'

/** Every page route of the application, such as `POST /packages/:id/owners/add`, each once. Middleware is left out. */
export function listPages(deps: Deps): readonly string[] {
  const routes = createPages(deps).routes.filter(({ method }) => method !== 'ALL')
  return [...new Set(routes.map(({ method, path }) => `${method} ${path}`))]
}

/** Every command that does something, such as `package owner add`, without the name of the program. */
export function listCommands(): readonly string[] {
  const quiet = { out: () => {}, err: () => {}, isTerminal: false }
  return commandsOf(createProgram({ env: {}, output: quiet, setExitCode: () => {} }))
}

function commandsOf(command: Command, parents: readonly string[] = []): readonly string[] {
  const own = command.commands.flatMap((child) => {
    const name = [...parents, child.name()]
    const isRunnable = child.commands.length === 0 || child.registeredArguments.length > 0
    return [...(isRunnable ? [name.join(' ')] : []), ...commandsOf(child, name)]
  })
  return own
}
