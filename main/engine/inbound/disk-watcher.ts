import type { Dispose, Ports } from '../ports.ts'

/** Octets that stay free for the queue itself: its database must be writable to the end. */
const RESERVE = 200 * 1024 * 1024

const POLL_EVERY = 5_000

export interface DiskWatcher {
  /** A number beyond all disks until it is known, and where the system does not tell. */
  freeBytes(): number
  low(): boolean
  /** Is there room for a message of so many octets? It may need its size twice: in a file and in the log. */
  hasRoomFor(octets: number): boolean
  /** Looks once and then every few seconds. */
  start(): Promise<void>
  stop(): void
}

export function createDiskWatcher(
  ports: Pick<Ports, 'clock' | 'logger' | 'freeDiskBytes'>,
  folder: string,
  onChange: () => void,
): DiskWatcher {
  let free = Number.MAX_SAFE_INTEGER
  let cancel: Dispose = () => undefined
  let stopped = false

  const isLow = () => free < RESERVE

  async function look(): Promise<void> {
    const before = isLow()
    try {
      free = await ports.freeDiskBytes(folder)
    } catch (error) {
      free = Number.MAX_SAFE_INTEGER
      ports.logger.warn('the free space of the data folder could not be read', { error: String(error) })
    }
    if (before !== isLow()) {
      ports.logger.warn(
        isLow() ? 'the disk is nearly full: new mail is answered 452' : 'the disk has room again',
      )
      onChange()
    }
    if (!stopped) cancel = ports.clock.after(POLL_EVERY, () => void look())
  }

  return {
    freeBytes: () => free,
    low: isLow,
    hasRoomFor: (octets) => free >= Math.max(RESERVE, 2 * octets),
    start: look,
    stop() {
      stopped = true
      cancel()
    },
  }
}
