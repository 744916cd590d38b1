import type { MessageId } from '../../../../shared/domain/id.ts'

/**
 * Small bodies that were just accepted, for the attempt that follows at once: it need not ask the writer for what was
 * in memory a moment ago. Bounded in octets; the oldest go first.
 */
export interface RecentBodies {
  add(id: MessageId, content: Uint8Array): void
  get(id: MessageId): Uint8Array | undefined
  remove(id: MessageId): void
}

export function createRecentBodies(maximumOctets: number): RecentBodies {
  const bodies = new Map<MessageId, Uint8Array>()
  let octets = 0

  function remove(id: MessageId): void {
    octets -= bodies.get(id)?.byteLength ?? 0
    bodies.delete(id)
  }

  return {
    add(id, content) {
      bodies.set(id, content)
      octets += content.byteLength
      for (const oldest of bodies.keys()) {
        if (octets <= maximumOctets) break
        remove(oldest)
      }
    },
    get: (id) => bodies.get(id),
    remove,
  }
}
