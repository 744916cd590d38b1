import { describe, expect, it } from 'vitest'
import type { SessionLine, SessionRow } from '../../../shared/domain/session.ts'
import { NOON, nextId } from '../../support/sample-message.ts'
import { temporaryStorage } from '../../support/temporary-storage.ts'

function sessionRow(part: Partial<SessionRow> = {}): SessionRow {
  return {
    id: nextId(),
    direction: 'inbound',
    outcome: 'completed',
    startedAt: NOON,
    endedAt: NOON + 5,
    via: 'lan',
    peerAddress: '192.0.2.7',
    peerPort: 40_000,
    peerName: 'scanner',
    tls: { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', verified: null },
    account: 'scanner',
    network: 'copiers',
    tolerated: ['any-hello'],
    messageIds: [],
    lineCount: 2,
    problem: null,
    cause: null,
    ...part,
  }
}

const LINES: SessionLine[] = [
  { number: 1, at: NOON, kind: 'server', text: '220 relay.office.test' },
  { number: 2, at: NOON + 1, kind: 'client', text: 'EHLO scanner' },
]

describe('saved sessions', () => {
  it('come back whole, and newest first', async () => {
    const storage = await temporaryStorage()
    const rows = [sessionRow(), sessionRow({ direction: 'outbound', tls: null }), sessionRow()]
    await storage.saveSessions(rows.map((row) => ({ row, lines: LINES })))
    expect(await storage.getSession(rows[1]?.id ?? '')).toEqual({ row: rows[1], lines: LINES })
    const first = await storage.listSessions({ filter: {}, cursor: null, limit: 2 })
    const second = await storage.listSessions({ filter: {}, cursor: first.nextCursor, limit: 2 })
    expect([...first.rows, ...second.rows]).toEqual(rows.toReversed())
    expect(second.nextCursor).toBeNull()
    expect(storage.lastId).toBeNull()
  })

  it('are replaced by their end', async () => {
    const storage = await temporaryStorage()
    const row = sessionRow({ outcome: 'open', endedAt: null })
    await storage.saveSessions([{ row, lines: LINES.slice(0, 1) }])
    const ended = { ...row, outcome: 'failed', endedAt: NOON + 9, problem: 'Connection reset' } as const
    await storage.saveSessions([{ row: ended, lines: LINES }])
    expect(await storage.getSession(row.id)).toEqual({ row: ended, lines: LINES })
    expect((await storage.listSessions({ filter: {}, cursor: null, limit: 9 })).rows).toHaveLength(1)
  })

  it('are found by message, peer, words, outcome and direction', async () => {
    const storage = await temporaryStorage()
    const message = nextId()
    const mine = sessionRow({ messageIds: [message], peerName: 'Scanner_2', peerAddress: '192.0.2.99' })
    const refused = sessionRow({ outcome: 'refused', problem: '550 5.7.1 Relaying denied, 100% sure' })
    const out = sessionRow({ direction: 'outbound', via: 'provider' })
    await storage.saveSessions([mine, refused, out].map((row) => ({ row, lines: [] })))
    const find = async (filter: Parameters<typeof storage.listSessions>[0]['filter']) =>
      (await storage.listSessions({ filter, cursor: null, limit: 9 })).rows.map(({ id }) => id)
    expect(await find({ messageId: message })).toEqual([mine.id])
    expect(await find({ peer: '2.99' })).toEqual([mine.id])
    expect(await find({ peer: 'scanner_2' })).toEqual([mine.id])
    expect(await find({ text: 'relaying 100%' })).toEqual([refused.id])
    expect(await find({ text: '%' })).toEqual([refused.id])
    expect(await find({ outcomes: ['refused', 'failed'] })).toEqual([refused.id])
    expect(await find({ direction: 'outbound', via: 'provider' })).toEqual([out.id])
  })

  it('are found by code, cause, account, network and time', async () => {
    const storage = await temporaryStorage()
    const cause = { kind: 'rule', name: 'no payroll' } as const
    const ruled = sessionRow({ outcome: 'refused', cause, problem: '550 5.7.1 No', startedAt: NOON - 10 })
    const other = sessionRow({ account: null, network: null, startedAt: NOON + 10 })
    await storage.saveSessions([
      { row: ruled, lines: LINES, codes: ['220', '250', '2.1.0', '550', '5.7.1'] },
      { row: other, lines: LINES, codes: ['220', '250', '452', '4.5.3'] },
    ])
    const find = async (filter: Parameters<typeof storage.listSessions>[0]['filter']) =>
      (await storage.listSessions({ filter, cursor: null, limit: 9 })).rows.map(({ id }) => id)
    expect(await storage.getSession(ruled.id)).toEqual({ row: ruled, lines: LINES })
    for (const code of ['5', '55', '550', '5.', '5.7', '5.7.1'])
      expect(await find({ code })).toEqual([ruled.id])
    expect(await find({ code: '4.5' })).toEqual([other.id])
    expect(await find({ code: '2' })).toEqual([other.id, ruled.id])
    expect(await find({ code: '5.5' })).toEqual([])
    expect(await find({ causes: ['network', 'rule'] })).toEqual([ruled.id])
    expect(await find({ account: 'scanner', network: 'copiers' })).toEqual([ruled.id])
    expect(await find({ startedAfter: NOON })).toEqual([other.id])
    expect(await find({ startedBefore: NOON })).toEqual([ruled.id])
  })

  it('are found by words of their conversation, and by nothing else that is stored with it', async () => {
    const storage = await temporaryStorage()
    const said = (text: string): SessionLine[] => [{ number: 1, at: NOON, kind: 'client', text }]
    const quoted = sessionRow()
    const other = sessionRow({ peerName: 'printer' })
    await storage.saveSessions([
      { row: quoted, lines: said('MAIL FROM:<"Jane \\ Doe"@office.test>') },
      { row: other, lines: said('NOOP 100%') },
    ])
    const find = async (text: string) =>
      (await storage.listSessions({ filter: { text }, cursor: null, limit: 9 })).rows.map(({ id }) => id)
    expect(await find('mail \\')).toEqual([quoted.id])
    expect(await find('"jane')).toEqual([quoted.id])
    expect(await find('noop printer')).toEqual([other.id])
    expect(await find('100%')).toEqual([other.id])
    expect(await find('client')).toEqual([])
    expect(await find(String(NOON))).toEqual([])
  })

  it('are looked through in slices: the cursor goes on where one ended, until the words were found', async () => {
    const storage = await temporaryStorage()
    const big: SessionLine[] = [{ number: 1, at: NOON, kind: 'client', text: 'x'.repeat(9 * 1024 * 1024) }]
    const oldest = sessionRow()
    await storage.saveSessions([{ row: oldest, lines: LINES }])
    for (let count = 0; count < 6; count += 1)
      await storage.saveSessions([{ row: sessionRow({ account: null, peerName: null }), lines: big }])
    const first = await storage.listSessions({ filter: { text: 'EHLO' }, cursor: null, limit: 9 })
    expect(first.rows).toEqual([])
    expect(first.nextCursor).not.toBeNull()
    let { nextCursor } = first
    const found: string[] = []
    while (nextCursor !== null) {
      const page = await storage.listSessions({ filter: { text: 'EHLO' }, cursor: nextCursor, limit: 9 })
      found.push(...page.rows.map(({ id }) => id))
      nextCursor = page.nextCursor
    }
    expect(found).toEqual([oldest.id])
  })

  it('are trimmed by age, count and size, oldest first', async () => {
    const storage = await temporaryStorage()
    const rows = Array.from({ length: 500 }, (_, index) => sessionRow({ startedAt: NOON + index }))
    await storage.saveSessions(rows.map((row) => ({ row, lines: LINES })))
    const bounds = { before: 0, maxCount: 1_000, maxBytes: 1e9 }
    const left = async () => {
      const { rows: list } = await storage.listSessions({ filter: {}, cursor: null, limit: 1_000 })
      return list.length
    }
    await storage.trimSessions({ ...bounds, before: NOON + 10 })
    expect(await left()).toBe(490)
    await storage.trimSessions({ ...bounds, maxCount: 20 })
    expect(await left()).toBe(20)
    expect(await storage.getSession(rows[479]?.id ?? '')).toBeNull()
    await storage.trimSessions({ ...bounds, maxBytes: 4_300 })
    expect(await left()).toBeGreaterThan(5)
    expect(await left()).toBeLessThan(15)
  })
})
