import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { expect, test } from 'vitest'
import { createMessagePortBridge } from '../../../renderer/bridge/message-port-bridge.ts'
import { contract } from '../../../shared/contract/contract.ts'
import { waitFor } from '../../support/wait-for.ts'

/** A page with a preload that answers each request for a port with one to a new engine. */
function pageWithPreload() {
  const page = new EventTarget()
  let served = 0
  const post = (data: unknown, ports: readonly MessagePort[] = []) =>
    page.dispatchEvent(Object.assign(new Event('message'), { data, ports, source: page }))
  const os = implement(contract)
  const handler = new RPCHandler({
    queue: {
      pause: os.queue.pause.handler(({ input }) => ({ queue: input.paused, routes: [] })),
      // An engine that died in the middle never answers.
      counts: os.queue.counts.handler(() => new Promise<never>(() => {})),
    },
  })
  let held: (() => void)[] | null = null
  const postMessage = (data: { kind: string }) => {
    if (data.kind !== 'mailroom-connect') return
    if (held) held.push(answer)
    else answer()
  }
  const answer = () => {
    const { port1, port2 } = new MessageChannel()
    served += 1
    handler.upgrade(port1)
    port1.start()
    queueMicrotask(() => post({ kind: 'mailroom-port' }, [port2]))
  }
  return {
    page: Object.assign(page, { postMessage }) as unknown as Window,
    post,
    served: () => served,
    /** As while no engine runs: who asks is answered later. */
    hold() {
      held = []
    },
    waiting: () => held?.length ?? 0,
    release() {
      const waiting = held ?? []
      held = null
      for (const late of waiting) late()
    },
  }
}

test('asks the preload for a port and calls over it', async () => {
  const { page } = pageWithPreload()
  const bridge = createMessagePortBridge(page)
  await waitFor('the connection', () => bridge.connection().kind === 'connected')
  expect(await bridge.client.queue.pause({ paused: true })).toEqual({ queue: true, routes: [] })
  bridge.dispose()
})

test('rejects what is pending when the engine stops, and takes a new port when it runs again', async () => {
  const { page, post, served } = pageWithPreload()
  const bridge = createMessagePortBridge(page)
  await waitFor('the connection', () => bridge.connection().kind === 'connected')
  const pending = bridge.client.queue.counts({})
  post({ kind: 'mailroom-engine', state: 'stopped' })
  await expect(pending).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  post({ kind: 'mailroom-engine', state: 'running' })
  await waitFor('the second connection', () => bridge.connection().kind === 'connected')
  expect(served()).toBe(2)
  expect(await bridge.client.queue.pause({ paused: false })).toEqual({ queue: false, routes: [] })
  bridge.dispose()
})

test('a try while no engine runs, and the one after it, share the port that comes when one does', async () => {
  const { page, post, served, hold, waiting, release } = pageWithPreload()
  const bridge = createMessagePortBridge(page)
  await waitFor('the connection', () => bridge.connection().kind === 'connected')
  hold()
  post({ kind: 'mailroom-engine', state: 'stopped' })
  await waitFor('the next try', () => waiting() > 0)
  post({ kind: 'mailroom-engine', state: 'running' })
  release()
  await waitFor('the second connection', () => bridge.connection().kind === 'connected')
  expect(await bridge.client.queue.pause({ paused: true })).toEqual({ queue: true, routes: [] })
  expect(served()).toBe(2)
  bridge.dispose()
})

test('ignores messages that the page did not post to itself', async () => {
  const { page, post } = pageWithPreload()
  const bridge = createMessagePortBridge(page)
  await waitFor('the connection', () => bridge.connection().kind === 'connected')
  const foreign = Object.assign(new Event('message'), {
    data: { kind: 'mailroom-engine', state: 'stopped' },
    ports: [],
    source: new EventTarget(),
  })
  page.dispatchEvent(foreign)
  post({ kind: 'something-else' })
  await new Promise((resolve) => setTimeout(resolve, 0))
  expect(bridge.connection().kind).toBe('connected')
  bridge.dispose()
})
