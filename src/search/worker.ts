import { parentPort, workerData } from 'node:worker_threads'
import { openDatabase } from '../db/open.ts'
import { startFollower } from './follower.ts'
import { searchIndexPath } from './index-file.ts'
import type { FromWorker, ToWorker, WorkerRequest, WorkerSettings } from './worker-messages.ts'

/** The worker thread of search: reads the main database, writes and reads the index. Started by start.ts. */
const port = parentPort
if (!port) throw new Error('worker.ts runs in a worker thread')

const settings = workerData as WorkerSettings
const database = openDatabase(settings)
const follower = startFollower(searchIndexPath(settings.dataFolder), database.read, (level, message, error) => {
  send({ kind: 'log', level, message, ...(error === undefined ? {} : { error }) })
})

function send(message: FromWorker): void {
  port?.postMessage(message)
}

async function answer(request: WorkerRequest) {
  switch (request.kind) {
    case 'search':
      return follower.use((finder) => finder.search(request.request))
    case 'autocomplete':
      return follower.use((finder) => finder.autocomplete(request.request))
    case 'reached':
      return await follower.reached(request.committedUs, request.timeoutMs)
  }
}

port.on('message', async (message: ToWorker) => {
  if (message.kind === 'close') {
    await follower.stop()
    await database.close()
    port.close()
    return
  }
  try {
    send({ kind: 'answer', id: message.id, value: await answer(message) })
  } catch (error) {
    send({ kind: 'failed', id: message.id, message: error instanceof Error ? error.message : String(error) })
  }
})

send({ kind: 'ready' })
