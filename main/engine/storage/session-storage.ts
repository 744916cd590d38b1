import type { Workers } from './open-storage.ts'
import { packSession } from './rows/packed-session.ts'
import type { SessionStorage } from './storage.ts'

/** Saved sessions, over the workers. */
export function createSessionStorage({ writer, reader }: Workers): SessionStorage {
  return {
    async saveSessions(sessions) {
      if (sessions.length > 0) await writer.call('saveSessions', sessions.map(packSession))
    },
    listSessions: (request) => reader.call('listSessions', request),
    getSession: (id) => reader.call('getSession', id),
    async trimSessions(bounds) {
      while (await writer.call('trimSessions', bounds));
    },
  }
}
