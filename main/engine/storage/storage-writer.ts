/**
 * Worker thread: owns the lock of the data folder and the one write connection, and commits in groups. Calls that
 * arrive while a commit is under way share the next one; there is no timer, so that a lone call waits for nobody.
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { migrate } from './migrations/migrate.ts'
import { lastKey } from './queries/last-key.ts'
import { findDamage, markSound } from './recovery/find-damage.ts'
import { finishRecovery, recoverDatabase } from './recovery/recover-database.ts'
import { addAddressFunctions } from './search/address-functions.ts'
import {
  createWriteConnection,
  openWriteDatabase,
  shortenLog,
  type WriteConnection,
} from './workers/connection.ts'
import { lockDataFolder } from './workers/data-folder-lock.ts'
import { describeFailure } from './workers/failure.ts'
import { commitTogether } from './workers/group-commit.ts'
import { type Call, CLOSE, type WorkerMessage, type WorkerStart } from './workers/protocol.ts'
import { takeCalls } from './workers/take-calls.ts'
import { createTextIndexer } from './workers/text-indexer.ts'
import { writerOperations } from './workers/writer-operations.ts'

/** Calls in one transaction: more would not make it cheaper, only later. */
const LARGEST_GROUP = 256

if (parentPort) serve(parentPort, workerData as WorkerStart)

function serve(port: MessagePort, start: WorkerStart): void {
  const post = (message: WorkerMessage) => port.postMessage(message)
  try {
    const { connection, close } = open(start, post)
    const indexer = createTextIndexer(connection, {
      onQuiet: () => shortenLog(connection),
      onFailure: (error) => post({ kind: 'trouble', failure: describeFailure(error) }),
    })
    // What the last run did not come to.
    indexer.now()
    takeCalls(port, (calls) => {
      if (calls.some(({ operation }) => operation === 'indexText')) indexer.now()
      const groups = calls.filter(({ operation }) => operation !== CLOSE)
      for (let from = 0; from < groups.length; from += LARGEST_GROUP) {
        const outcomes = commitTogether(
          connection,
          writerOperations,
          groups.slice(from, from + LARGEST_GROUP),
        )
        post({
          kind: 'answers',
          answers: outcomes.map(({ answer }) => answer),
          unusedFiles: outcomes.flatMap(({ unusedFiles }) => unusedFiles),
        })
      }
      indexer.soon()
      const last = calls.find(({ operation }) => operation === CLOSE)
      if (last)
        finish(last, () => {
          indexer.finish()
          close()
        })
    })
    post({ kind: 'ready', lastKey: lastKey(connection) })
  } catch (error) {
    post({ kind: 'refused', failure: describeFailure(error) })
  }

  function finish(call: Call, close: () => void) {
    close()
    post({ kind: 'answers', answers: [{ id: call.id, value: undefined }], unusedFiles: [] })
    port.close()
  }
}

/** @throws DataFolderInUse, SchemaTooNew, or SQLite's error; nothing stays open then */
function open(
  start: WorkerStart,
  post: (message: WorkerMessage) => void,
): { connection: WriteConnection; close: () => void } {
  const { folder, maximumBytes } = start
  const unlock = lockDataFolder(folder)
  try {
    recoverIfDamaged(start, post)
    const database = openWriteDatabase(folder, maximumBytes)
    const close = () => {
      database.close()
      unlock()
    }
    try {
      migrate(database)
      addAddressFunctions(database)
    } catch (error) {
      close()
      throw error
    }
    const connection = createWriteConnection(database)
    markSound(folder)
    return { connection, close }
  } catch (error) {
    unlock()
    throw error
  }
}

function recoverIfDamaged({ folder, now }: WorkerStart, post: (message: WorkerMessage) => void): void {
  finishRecovery(folder)
  const reason = findDamage(folder)
  if (reason === null) return
  post({ kind: 'recovery', reason, report: null })
  post({ kind: 'recovery', reason, report: recoverDatabase({ folder, reason, now }) })
}
