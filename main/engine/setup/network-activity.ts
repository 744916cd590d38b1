/** When each named network was heard of last, by the sessions that are kept. */
import type { SessionFilter } from '../../../shared/contract/sessions.ts'
import type { NetworkActivity } from '../../../shared/contract/setup.ts'
import type { SessionRow } from '../../../shared/domain/session.ts'

/** Newest first. */
export type ListSessions = (filter: SessionFilter, limit: number) => Promise<readonly SessionRow[]>

/** Sessions that are read for one network; clients that are not among them have been silent for longer. */
const MOST_SESSIONS = 200
const MOST_CLIENTS = 50

export async function networkActivity(
  names: readonly string[],
  list: ListSessions,
): Promise<NetworkActivity[]> {
  const found: NetworkActivity[] = []
  // One after the other: the list is for people, and mail goes first.
  for (const name of names)
    found.push(activityOf(name, await list({ direction: 'inbound', network: name }, MOST_SESSIONS)))
  return found
}

function activityOf(name: string, sessions: readonly SessionRow[]): NetworkActivity {
  const clients = new Map<string, NetworkActivity['clients'][number]>()
  for (const { peerAddress: client, startedAt, endedAt, messageIds } of sessions) {
    const seenAt = endedAt ?? startedAt
    const before = clients.get(client)
    clients.set(client, {
      client,
      lastSeenAt: Math.max(seenAt, before?.lastSeenAt ?? 0),
      messages: (before?.messages ?? 0) + messageIds.length,
    })
  }
  const all = [...clients.values()].sort((a, b) => b.lastSeenAt - a.lastSeenAt)
  return { name, lastSeenAt: all[0]?.lastSeenAt ?? null, clients: all.slice(0, MOST_CLIENTS) }
}
