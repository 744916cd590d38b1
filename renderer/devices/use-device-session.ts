/** The newest session of a device since the watch began, with its lines, as they happen. */
import { useCallback, useEffect, useState } from 'react'
import type { SessionFilter } from '../../shared/contract/sessions.ts'
import type { SessionLine, SessionRow } from '../../shared/domain/session.ts'
import { useEngine } from '../bridge/bridge-context.tsx'
import { onLiveEvent } from '../live/follow-engine.ts'

export interface DeviceSession {
  readonly row: SessionRow | null
  readonly lines: readonly SessionLine[]
}

const NONE: DeviceSession = { row: null, lines: [] }

export interface WatchedDevice {
  /** By its address; null: by the account, and every stranger who fails to sign in. */
  readonly client: string | null
  readonly username: string | null
}

/** since: by the engine's clock. */
export function useDeviceSession(device: WatchedDevice, since: number): DeviceSession {
  const { client: engine } = useEngine()
  const { client, username } = device
  const [session, setSession] = useState(NONE)
  const look = useCallback(async () => {
    const filter: SessionFilter = {
      direction: 'inbound',
      startedAfter: since,
      ...(client !== null && { peer: client }),
    }
    const { rows } = await engine.sessions.list({ filter, limit: 50 })
    const row = rows.find((each) => isOfDevice(each, { client, username }))
    if (!row) return
    const { session: found, lines } = await engine.sessions.get({ id: row.id })
    setSession({ row: found, lines })
  }, [engine, client, username, since])

  useEffect(() => {
    let asking = false
    const ask = () => {
      if (asking) return
      asking = true
      look()
        // A session that is gone meanwhile, or an engine that starts anew: the next event asks again.
        .catch((error: unknown) => console.warn('Looking for the device failed.', error))
        .finally(() => {
          asking = false
        })
    }
    ask()
    const forget = onLiveEvent((event) => {
      if (event.kind === 'resync' || event.batch.sessions.length > 0) ask()
    })
    // Lines of an open session are no event of their own.
    const timer = setInterval(ask, 2_000)
    return () => {
      forget()
      clearInterval(timer)
    }
  }, [look])
  return session
}

function isOfDevice(row: SessionRow, { client, username }: WatchedDevice): boolean {
  if (client !== null) return row.peerAddress === client || row.peerAddress === `::ffff:${client}`
  return row.account === username || (row.account === null && row.messageIds.length === 0)
}
