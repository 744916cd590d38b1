import { cleanup, configure, render } from '@testing-library/react'
import { afterEach } from 'vitest'
import { App } from '../../../renderer/app/app.tsx'
import { createQueries, keepFresh } from '../../../renderer/app/queries.ts'
import { createMemoryBridge, type MemoryBridge } from '../../../renderer/bridge/memory/memory-bridge.ts'
import { followEngine } from '../../../renderer/live/follow-engine.ts'
import { useLive } from '../../../renderer/live/live-store.ts'
import { followAddressBar } from '../../../renderer/location/location-store.ts'

// Panels are loaded when they are first shown, which takes seconds on a machine that does much else.
configure({ asyncUtilTimeout: 10_000 })

const disposers: Array<() => void> = []

afterEach(() => {
  cleanup()
  for (const dispose of disposers.splice(0)) dispose()
  useLive.setState({ status: null, connection: { kind: 'connecting' } })
})

/** The whole window over an engine in memory, at a place such as "#/routes/new". */
export function openWindow(
  hash: string,
  options: { messages: number } = { messages: 40 },
  disguise: (bridge: MemoryBridge) => MemoryBridge = (bridge) => bridge,
): MemoryBridge {
  globalThis.location.hash = hash
  const bridge = disguise(createMemoryBridge(options))
  const queries = createQueries()
  disposers.push(followAddressBar(window), keepFresh(queries), followEngine(bridge), () => bridge.dispose())
  render(<App bridge={bridge} queries={queries} />)
  return bridge
}
