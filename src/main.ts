import { DatabaseTooNew } from './db/migrate.ts'
import { startServer } from './serve.ts'

try {
  process.exitCode = await startServer(process.env)
} catch (error) {
  // What an operator can mend is one sentence; anything else is a bug and comes with its stack.
  const text = error instanceof DatabaseTooNew ? error.message : error instanceof Error ? error.stack : String(error)
  process.stderr.write(`Lode cannot start: ${text}\n`)
  process.exit(1)
}
