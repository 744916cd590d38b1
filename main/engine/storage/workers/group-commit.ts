import { settleMessages } from '../queries/settle-messages.ts'
import { changeText, noteChanges, type TextChange } from '../queries/text-index.ts'
import type { WriteConnection } from './connection.ts'
import { describeFailure } from './failure.ts'
import type { Answer, Call } from './protocol.ts'

export type WriteOperations = Readonly<
  Record<string, (connection: WriteConnection, argument: never) => unknown>
>

/** What a call came to; the files are of bodies that the database no longer names. */
interface Outcome {
  readonly answer: Answer
  readonly unusedFiles: readonly number[]
  readonly textChanges: readonly TextChange[]
}

/**
 * Runs calls in one transaction; several have a savepoint each, so that one's failure does not spoil the others. When
 * the transaction as a whole fails (the disk is full at the commit), each call gets another chance alone: a large
 * message may not fit where the result of a delivery still does. The answers are true when this returns, for
 * synchronous = FULL has synced the WAL.
 */
export function commitTogether(
  connection: WriteConnection,
  operations: WriteOperations,
  calls: readonly Call[],
): readonly Outcome[] {
  const { database } = connection
  try {
    connection.prepare('BEGIN IMMEDIATE').run()
    const run = calls.length === 1 ? runCall : runInSavepoint
    const outcomes = calls.map((call) => run(connection, operations, call))
    const changes = outcomes.flatMap(({ textChanges }) => textChanges)
    changeText(connection, connection.textIndex, changes)
    connection.prepare('COMMIT').run()
    noteChanges(connection.textIndex, changes)
    return outcomes
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK')
    if (calls.length > 1 && !isBusy(error))
      return calls.flatMap((call) => commitTogether(connection, operations, [call]))
    return calls.map((call) => failed(call, error))
  }
}

/** @throws where the failure took the whole transaction with it, as SQLite does when the disk is full */
function runInSavepoint(connection: WriteConnection, operations: WriteOperations, call: Call): Outcome {
  connection.prepare('SAVEPOINT call').run()
  try {
    const outcome = runCall(connection, operations, call)
    connection.prepare('RELEASE call').run()
    return outcome
  } catch (error) {
    if (!connection.database.inTransaction) throw error
    connection.database.exec('ROLLBACK TO call; RELEASE call')
    return failed(call, error)
  }
}

function runCall(connection: WriteConnection, operations: WriteOperations, call: Call): Outcome {
  connection.dirty.clear()
  connection.unusedFiles.clear()
  connection.textChanges.length = 0
  const value = operationOf(operations, call)(connection, call.argument as never)
  settleMessages(connection)
  const { unusedFiles, textChanges } = connection
  return { answer: { id: call.id, value }, unusedFiles: [...unusedFiles], textChanges: [...textChanges] }
}

/** Another program holds the database for longer than the time-out: nobody waits for that once more. */
function isBusy(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === 'SQLITE_BUSY'
}

function operationOf(operations: WriteOperations, { operation }: Call) {
  const run = operations[operation]
  if (!run) throw new Error(`the storage writer has no operation ${operation}`)
  return run
}

function failed({ id }: Call, error: unknown): Outcome {
  return { answer: { id, failure: describeFailure(error) }, unusedFiles: [], textChanges: [] }
}
