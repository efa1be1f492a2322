// The operator's command line: `./lode COMMAND` or `npm run -s lode -- COMMAND`.
// It works in the project's folder; INIT_CWD is where the person is, and paths they type are seen from there.
import { endWith, ensureBuilt, ensureInstalled, forwardSignals, startProgram } from './bootstrap.mjs'

process.env.INIT_CWD ??= process.cwd()
await ensureInstalled('serve')
await ensureBuilt()
const child = startProgram('cli.js', process.argv.slice(2))
forwardSignals(() => child)
endWith(child)
