/** Searches for words find every message that was answered 250, also those of the last moment. */
import type { QueueFilter } from '../../../shared/contract/queue.ts'
import type { ReaderOperations } from './workers/reader-operations.ts'
import type { WorkerChannel } from './workers/worker-channel.ts'
import type { WriterOperations } from './workers/writer-operations.ts'

type Reader = Pick<WorkerChannel<ReaderOperations>, 'call' | 'close'>

/** The filter in the argument of each operation that asks the full-text index; null for none. */
const FILTER_OF: {
  readonly [K in keyof ReaderOperations]?: (
    argument: Parameters<ReaderOperations[K]>[1],
  ) => QueueFilter | null
} = {
  listMessages: ({ filter }) => filter,
  countMessages: (filter) => filter,
  countRange: ({ filter }) => filter,
  selectMessages: ({ filter }) => filter,
  previewOperation: ({ selection }) => (selection.kind === 'filter' ? selection.filter : null),
}

/** The reader, but before a search for words the writer indexes what waits. */
export function withFreshSearches(
  reader: Reader,
  writer: Pick<WorkerChannel<WriterOperations>, 'call'>,
): Reader {
  return {
    async call(operation, argument) {
      const filter = FILTER_OF[operation]?.(argument) ?? null
      if (filter !== null && asksForWords(filter)) await writer.call('indexText', undefined)
      return reader.call(operation, argument)
    },
    close: () => reader.close(),
  }
}

function asksForWords(filter: QueueFilter): boolean {
  return [filter, ...(filter.exclude ?? [])].some(
    ({ text, sender, recipient, recipientDomain, subject }) =>
      text || sender || recipient || recipientDomain || subject,
  )
}
