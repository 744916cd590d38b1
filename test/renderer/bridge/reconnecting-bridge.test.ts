import { expect, test } from 'vitest'
import {
  type Connection,
  createReconnectingBridge,
  SignInRequired,
  type Timer,
  type Transport,
} from '../../../renderer/bridge/reconnecting-bridge.ts'

type Call = (
  path: readonly string[],
  input: unknown,
  options: { signal?: AbortSignal | undefined },
) => Promise<unknown>

/** A transport whose connections are answered and cut by the test. */
function scriptedTransport(call: Call = () => Promise.resolve({ ok: true })) {
  const cuts: Array<(reason: string) => void> = []
  const outcomes: Error[] = []
  let closedByUs = 0
  let hint = () => {}
  const transport: Transport = {
    async connect(): Promise<Connection> {
      const failure = outcomes.shift()
      if (failure) throw failure
      const closed = new Promise<string>((resolve) => cuts.push(resolve))
      const close = () => {
        closedByUs += 1
      }
      return { link: { call }, closed, close }
    },
    onRetryHint(listener) {
      hint = listener
      return () => {}
    },
  }
  return {
    transport,
    failNext: (error: Error) => outcomes.push(error),
    cut: (reason = 'gone') => cuts.at(-1)?.(reason),
    hint: () => hint(),
    connections: () => cuts.length,
    closedByUs: () => closedByUs,
  }
}

function manualTimer() {
  const waits: number[] = []
  let due: (() => void) | null = null
  const timer: Timer = {
    after(milliseconds, run) {
      waits.push(milliseconds)
      due = run
      return () => {
        due = null
      }
    },
  }
  return { timer, waits, elapse: () => due?.() }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

async function connected(call?: Call) {
  const script = scriptedTransport(call)
  const clock = manualTimer()
  const bridge = createReconnectingBridge(script.transport, clock.timer)
  await settle()
  return { script, clock, bridge }
}

test('carries calls over the connection', async () => {
  const { bridge } = await connected((path) => Promise.resolve(path.join('.')))
  expect(bridge.connection()).toEqual({ kind: 'connected' })
  expect(await bridge.client.system.status()).toBe('system.status')
})

test('rejects every pending call when the connection dies', async () => {
  const { bridge, script } = await connected(() => new Promise(() => {}))
  const pending = bridge.client.system.status()
  script.cut()
  await expect(pending).rejects.toMatchObject({ code: 'UNAVAILABLE' })
})

test('ends a stream when the connection dies, though the transport says nothing', async () => {
  const silent = { next: () => new Promise(() => {}), [Symbol.asyncIterator]: () => silent }
  const { bridge, script } = await connected(() => Promise.resolve(silent))
  const events = await bridge.client.system.events()
  const next = events.next()
  script.cut()
  await expect(next).rejects.toMatchObject({ code: 'UNAVAILABLE' })
})

test('rejects calls at once while there is no connection', async () => {
  const { bridge, script } = await connected()
  script.cut()
  await settle()
  await expect(bridge.client.system.status()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
})

test('tries again with growing waits, and begins anew after a success', async () => {
  const { bridge, script, clock } = await connected()
  script.failNext(new Error('refused'))
  script.failNext(new Error('refused'))
  script.cut()
  await settle()
  for (let tries = 0; tries < 3; tries += 1) {
    clock.elapse()
    await settle()
  }
  expect(clock.waits).toEqual([250, 500, 1000])
  expect(bridge.connection()).toEqual({ kind: 'connected' })
  script.cut()
  await settle()
  expect(clock.waits.at(-1)).toBe(250)
})

test('does not try by itself where a sign-in is missing, and tries when asked', async () => {
  const script = scriptedTransport()
  const clock = manualTimer()
  script.failNext(new SignInRequired('no session'))
  const bridge = createReconnectingBridge(script.transport, clock.timer)
  await settle()
  expect(bridge.connection()).toEqual({ kind: 'signed-out' })
  expect(clock.waits).toEqual([])
  bridge.reconnect()
  await settle()
  expect(bridge.connection()).toEqual({ kind: 'connected' })
})

test('takes a hint that the engine is back instead of waiting', async () => {
  const { bridge, script } = await connected()
  script.cut()
  await settle()
  script.hint()
  await settle()
  expect(bridge.connection()).toEqual({ kind: 'connected' })
  expect(script.connections()).toBe(2)
})

test('tells its listeners of each change, and closes what it holds when disposed', async () => {
  const { bridge, script } = await connected()
  const seen: string[] = []
  bridge.onConnection(() => seen.push(bridge.connection().kind))
  script.cut()
  await settle()
  bridge.dispose()
  expect(seen).toEqual(['reconnecting', 'closed'])
  expect(script.closedByUs()).toBe(1)
  script.hint()
  await settle()
  expect(script.connections()).toBe(1)
})

test('passes an abort on while there is somebody to tell, and not to a dead connection', async () => {
  const signals: AbortSignal[] = []
  const { bridge, script } = await connected((_path, _input, { signal }) => {
    if (signal) signals.push(signal)
    return new Promise(() => {})
  })
  const [live, late] = [new AbortController(), new AbortController()]
  const calls = [live, late].map(({ signal }) => bridge.client.system.status(undefined, { signal }))
  await settle()
  live.abort()
  script.cut()
  await Promise.allSettled(calls)
  late.abort()
  expect(signals.map((signal) => signal.aborted)).toEqual([true, false])
})
