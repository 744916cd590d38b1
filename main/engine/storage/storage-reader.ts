/** Worker thread: a read-only connection for lists and searches. One call at a time, each sees the latest commit. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { addAddressFunctions } from './search/address-functions.ts'
import { type Connection, createConnection, openReadDatabase } from './workers/connection.ts'
import { describeFailure } from './workers/failure.ts'
import { type Answer, type Call, CLOSE, type WorkerMessage, type WorkerStart } from './workers/protocol.ts'
import { readerOperations } from './workers/reader-operations.ts'
import { takeCalls } from './workers/take-calls.ts'

if (parentPort) serve(parentPort, workerData as WorkerStart)

function serve(port: MessagePort, { folder }: WorkerStart): void {
  const post = (message: WorkerMessage) => port.postMessage(message)
  try {
    const database = openReadDatabase(folder)
    addAddressFunctions(database)
    const connection = createConnection(database)
    takeCalls(port, (calls) => {
      for (const call of calls) {
        if (call.operation === CLOSE) database.close()
        const answer = call.operation === CLOSE ? { id: call.id, value: undefined } : run(connection, call)
        post({ kind: 'answers', answers: [answer], unusedFiles: [] })
      }
    })
    post({ kind: 'ready', lastKey: null })
  } catch (error) {
    post({ kind: 'refused', failure: describeFailure(error) })
  }
}

function run(connection: Connection, { id, operation, argument }: Call): Answer {
  const operations: Record<string, (connection: Connection, argument: never) => unknown> = readerOperations
  try {
    const call = operations[operation]
    if (!call) throw new Error(`the storage reader has no operation ${operation}`)
    return { id, value: call(connection, argument as never) }
  } catch (error) {
    return { id, failure: describeFailure(error) }
  }
}
