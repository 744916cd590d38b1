/** Worker thread: a read-only connection for lists and searches. One call at a time, each sees the latest commit. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { addAddressFunctions } from './search/address-functions.ts'
import { addPatience } from './search/patience.ts'
import { type Connection, createConnection, openReadDatabase } from './workers/connection.ts'
import { describeFailure } from './workers/failure.ts'
import { type Answer, type Call, CLOSE, type WorkerMessage, type WorkerStart } from './workers/protocol.ts'
import { readerOperations } from './workers/reader-operations.ts'
import { takeCalls } from './workers/take-calls.ts'

if (parentPort) serve(parentPort, workerData as WorkerStart)

function serve(port: MessagePort, { folder }: WorkerStart): void {
  const post = (message: WorkerMessage) => port.postMessage(message)
  let connection: Connection | null = null
  takeCalls(port, (calls) => {
    for (const call of calls) {
      const answer = call.operation === CLOSE ? close(call) : run(call)
      post({ kind: 'answers', answers: [answer], unusedFiles: [] })
      if (call.operation === CLOSE) port.close()
    }
  })
  post({ kind: 'ready', lastKey: null })

  function run({ id, operation, argument }: Call): Answer {
    const operations: Record<string, (connection: Connection, argument: never) => unknown> = readerOperations
    try {
      const call = operations[operation]
      if (!call) throw new Error(`the storage reader has no operation ${operation}`)
      const reader = connection ?? open(folder)
      connection = reader
      return { id, value: inSnapshot(reader, () => call(reader, argument as never)) }
    } catch (error) {
      return { id, failure: describeFailure(error) }
    }
  }

  function close({ id }: Call): Answer {
    connection?.database.close()
    return { id, value: undefined }
  }
}

/** A message and its recipients come from the same moment, whatever is committed while they are read. */
function inSnapshot<T>({ database }: Connection, read: () => T): T {
  return database.transaction(read).deferred()
}

/** At the first call, so that this thread can start beside the writer, which makes the database. */
function open(folder: string): Connection {
  const database = openReadDatabase(folder)
  addAddressFunctions(database)
  addPatience(database)
  return createConnection(database)
}
