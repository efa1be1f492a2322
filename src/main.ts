import { startServer } from './serve.ts'

process.exitCode = await startServer(process.env)
