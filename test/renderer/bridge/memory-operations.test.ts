import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryBridge, type MemoryBridge } from '../../../renderer/bridge/memory/memory-bridge.ts'
import type { Selection } from '../../../shared/contract/queue.ts'

const NOW = Date.UTC(2026, 2, 3, 12)
const DEFERRED: Selection & { kind: 'filter' } = { kind: 'filter', filter: { states: ['deferred'] } }

let bridge: MemoryBridge
beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  bridge = createMemoryBridge({ messages: 200, now: () => Date.now() })
})
afterEach(() => vi.useRealTimers())

async function phaseAfter(ms: number) {
  await vi.advanceTimersByTimeAsync(ms)
  const [view] = await bridge.client.operations.list()
  return view
}

describe('operations of the pretended engine', () => {
  it('mark what they would delete, and put it back as it was when undone', async () => {
    const before = await bridge.client.queue.list({ filter: DEFERRED.filter })
    const { id } = await bridge.client.operations.start({
      operation: { kind: 'delete' },
      selection: DEFERRED,
      undoWindow: 10_000,
    })
    expect(await phaseAfter(2_000)).toMatchObject({ phase: 'undoable', changed: before.rows.length })
    const held = await bridge.client.queue.list({ filter: { holds: ['pending'] } })
    expect(held.rows.map((row) => row.pending?.operation)).toEqual(before.rows.map(() => 'delete'))
    await bridge.client.operations.undo({ id })
    expect(await bridge.client.queue.list({ filter: DEFERRED.filter })).toEqual(before)
    await expect(bridge.client.operations.undo({ id })).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('are carried out when the window closes', async () => {
    const { rows } = await bridge.client.queue.list({ filter: DEFERRED.filter })
    await bridge.client.operations.start({
      operation: { kind: 'delete' },
      selection: DEFERRED,
      undoWindow: 5_000,
    })
    expect(await phaseAfter(8_000)).toMatchObject({ phase: 'done' })
    const after = await bridge.client.queue.get({ id: rows[0]?.id ?? '' })
    expect(after.message).toMatchObject({ state: 'cancelled', pending: null })
  })

  it('say before what they would do', async () => {
    const preview = await bridge.client.operations.preview({
      operation: { kind: 'release' },
      selection: { kind: 'filter', filter: {} },
    })
    expect(preview.selected).toBe(200)
    expect(preview.applies).toBeGreaterThan(0)
    expect(preview.samples.every(({ state }) => state === 'held')).toBe(true)
  })
})

it('a changed recipient shows its new address, and the old one as the original', async () => {
  const { rows } = await bridge.client.queue.list({ filter: DEFERRED.filter })
  const row = rows[0]
  await bridge.client.queue.changeRecipient({ id: row?.id ?? '', number: 1, address: 'new@office.test' })
  const { recipients } = await bridge.client.queue.get({ id: row?.id ?? '' })
  expect(recipients[0]).toMatchObject({
    address: 'new@office.test',
    originalRecipient: `rfc822;${row?.recipients[0]}`,
  })
})
