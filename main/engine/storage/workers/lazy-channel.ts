import type { Operations, WorkerChannel } from './worker-channel.ts'

/**
 * A worker that starts with its first call: in an office whose queue nobody searches there is none. A start that fails
 * rejects that call, and the next one tries again.
 */
export function lazyChannel<O extends Operations>(
  open: () => Promise<WorkerChannel<O>>,
): Pick<WorkerChannel<O>, 'call' | 'close'> {
  let channel: Promise<WorkerChannel<O>> | null = null
  let isClosed = false
  const started = () => {
    if (isClosed) return Promise.reject(new Error('The store is closed.'))
    channel ??= open().catch((error: unknown) => {
      channel = null
      throw error
    })
    return channel
  }
  return {
    call: async (operation, argument) => (await started()).call(operation, argument),
    async close() {
      isClosed = true
      const opened = await channel?.catch(() => null)
      await opened?.close()
    },
  }
}
