/**
 * Worker thread: copies of whole databases, one at a time. Apart from the reader, because VACUUM INTO takes no
 * transaction around it and lists must not wait for it; the snapshot that it reads from holds up no write (WAL).
 */
import { type MessagePort, parentPort } from 'node:worker_threads'
import { copierOperations } from './copies/copier-operations.ts'
import { describeFailure } from './workers/failure.ts'
import { type Answer, type Call, CLOSE, type WorkerMessage } from './workers/protocol.ts'
import { takeCalls } from './workers/take-calls.ts'

if (parentPort) serve(parentPort)

function serve(port: MessagePort): void {
  const post = (message: WorkerMessage) => port.postMessage(message)
  takeCalls(port, (calls) => {
    for (const call of calls) {
      const isLast = call.operation === CLOSE
      const answer = isLast ? { id: call.id, value: undefined } : run(call)
      post({ kind: 'answers', answers: [answer], unusedFiles: [] })
      if (isLast) port.close()
    }
  })
  post({ kind: 'ready', lastKey: null })
}

function run({ id, operation, argument }: Call): Answer {
  const operations: Record<string, (connection: null, argument: never) => unknown> = copierOperations
  try {
    const call = operations[operation]
    if (!call) throw new Error(`the storage copier has no operation ${operation}`)
    return { id, value: call(null, argument as never) }
  } catch (error) {
    return { id, failure: describeFailure(error) }
  }
}
