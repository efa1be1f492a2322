import { DatabaseTooNew } from './db/migrate.ts'
import { start } from './start.ts'

try {
  process.exitCode = await start(process.env)
} catch (error) {
  // What an operator can mend is one sentence; anything else is a bug and comes with its stack.
  const text = error instanceof DatabaseTooNew ? error.message : error instanceof Error ? error.stack : String(error)
  process.stderr.write(`Lode cannot start: ${text}\n`)
  process.exit(1)
}
