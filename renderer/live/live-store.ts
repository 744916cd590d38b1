/** What the engine last said about itself, and whether it can be heard. One for the whole window. */
import { create } from 'zustand'
import type { Status } from '../../shared/contract/system.ts'
import type { ConnectionState } from '../bridge/bridge.ts'

export interface LiveState {
  readonly connection: ConnectionState
  readonly status: Status | null
  /** Engine's clock minus ours, in milliseconds: ages are true even where the viewer's clock is wrong. */
  readonly clockOffset: number
}

export const useLive = create<LiveState>(() => ({
  connection: { kind: 'connecting' },
  status: null,
  clockOffset: 0,
}))

export function setConnection(connection: ConnectionState): void {
  useLive.setState({ connection })
}

export function setStatus(status: Status, receivedAt: number): void {
  const offset = status.now - receivedAt
  useLive.setState((state) => ({
    status,
    // Under half a second it is the way of the message, not the clock.
    clockOffset: Math.abs(offset - state.clockOffset) < 500 ? state.clockOffset : offset,
  }))
}
