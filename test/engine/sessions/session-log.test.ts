import { describe, expect, it } from 'vitest'
import { createSessionLog } from '../../../main/engine/sessions/create-session-log.ts'
import { listSessions } from '../../../main/engine/sessions/list-sessions.ts'
import type { SessionStart } from '../../../main/engine/sessions/session-log.ts'
import { Transcript } from '../../../main/engine/sessions/transcript.ts'
import type { SessionStorage } from '../../../main/engine/storage/storage.ts'
import type { SessionBatch } from '../../../shared/contract/sessions.ts'
import { createIdSource } from '../../../shared/domain/id.ts'
import type { SessionLine, SessionRow } from '../../../shared/domain/session.ts'
import { FakeClock } from '../../support/fake-clock.ts'

const START: SessionStart = {
  direction: 'inbound',
  via: 'lan',
  peerAddress: '127.0.0.9',
  peerPort: 40_000,
  peerName: null,
}

/** Session storage in memory: what was saved last, by id, newest first in lists. */
class SavedSessions implements SessionStorage {
  readonly saved = new Map<string, { row: SessionRow; lines: readonly SessionLine[] }>()
  trimmed: unknown = null
  failing = false

  async saveSessions(sessions: readonly { row: SessionRow; lines: readonly SessionLine[] }[]) {
    if (this.failing) throw new Error('disk full')
    for (const session of sessions) this.saved.set(session.row.id, session)
  }

  async listSessions() {
    const rows = [...this.saved.values()].map(({ row }) => row)
    return { rows: rows.sort((a, b) => (a.id < b.id ? 1 : -1)), nextCursor: null }
  }

  async getSession(id: string) {
    const found = this.saved.get(id)
    return found ? { row: found.row, lines: [...found.lines] } : null
  }

  async trimSessions(bounds: unknown) {
    this.trimmed = bounds
  }
}

function setUp() {
  const clock = new FakeClock()
  const storage = new SavedSessions()
  const errors: string[] = []
  const logger = { info() {}, warn() {}, error: (message: string) => void errors.push(message) }
  const retention = () => ({ age: '1d', count: 100, size: '1MiB' })
  const newId = createIdSource(() => clock.now())
  const log = createSessionLog({ storage, clock, logger, newId, retention })
  return { clock, storage, errors, log }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('session log', () => {
  it('keeps the conversation with times and directions, and saves it after the end', async () => {
    const { clock, storage, log } = setUp()
    const session = log.open(START)
    session.server('220 relay ESMTP')
    clock.advance(40)
    session.client('EHLO copier')
    session.tls({ protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', verified: null })
    session.data(48_000)
    session.account('scanner')
    session.end('completed')
    clock.advance(1_000)
    await settled()
    const saved = storage.saved.get(session.id)
    expect(saved?.row).toMatchObject({
      outcome: 'completed',
      account: 'scanner',
      lineCount: 4,
      problem: null,
    })
    expect(saved?.lines.map(({ kind }) => kind)).toEqual(['server', 'client', 'tls', 'data'])
    expect((saved?.lines[1]?.at ?? 0) - (saved?.lines[0]?.at ?? 0)).toBe(40)
    expect(log.live()).toEqual([])
  })

  it('saves many at once without waiting, and those that end later at their own moment', async () => {
    const { clock, storage, log } = setUp()
    for (let session = 0; session < 63; session++) log.open(START).end('completed')
    await settled()
    expect(storage.saved.size).toBe(0)
    log.open(START).end('completed')
    await settled()
    expect(storage.saved.size).toBe(64)
    const later = log.open(START)
    later.end('completed')
    await settled()
    expect(storage.saved.size).toBe(64)
    expect(log.live().map(({ id }) => id)).toEqual([later.id])
    clock.advance(1_000)
    await settled()
    expect(storage.saved.has(later.id)).toBe(true)
    expect(log.live()).toEqual([])
  })

  it('names the last refusal as the problem of a session that was refused', () => {
    const { log } = setUp()
    const session = log.open(START)
    session.server('550 5.7.1 Relaying denied')
    session.end('refused')
    expect(log.get(session.id)?.session.problem).toBe('550 5.7.1 Relaying denied')
  })

  it('takes nothing more after the end', () => {
    const { log } = setUp()
    const session = log.open(START)
    session.end('failed', 'connection reset')
    session.client('QUIT')
    session.end('completed')
    expect(log.get(session.id)?.session).toMatchObject({
      outcome: 'failed',
      problem: 'connection reset',
      lineCount: 0,
    })
  })

  it('hides credentials in lines, notes and the closing problem', () => {
    const { log } = setUp()
    const session = log.open(START)
    session.client(`AUTH PLAIN ${Buffer.from('\0scanner\0open-sesame').toString('base64')}`)
    session.server('535 5.7.8 open-sesame is wrong')
    session.note('tried open-sesame')
    session.end('refused', 'password open-sesame refused')
    expect(JSON.stringify(log.get(session.id))).not.toContain('open-sesame')
  })

  it('tells listeners of changed rows at most once in 50 ms', () => {
    const { clock, log } = setUp()
    const batches: number[] = []
    log.onChange((rows) => void batches.push(rows.length))
    const session = log.open(START)
    for (let line = 0; line < 500; line++) session.client('NOOP')
    expect(batches).toEqual([])
    clock.advance(50)
    expect(batches).toEqual([1])
  })

  it('streams what is there and then what comes, until the end', async () => {
    const { clock, log } = setUp()
    const session = log.open(START)
    session.server('220 relay')
    const stream = log.watch(session.id, new AbortController().signal)[Symbol.asyncIterator]()
    expect((await stream.next()).value.lines.map(text)).toEqual(['220 relay'])
    const next = stream.next()
    session.client('EHLO a')
    session.client('QUIT')
    session.end('completed')
    clock.advance(50)
    const last: SessionBatch = (await next).value
    expect(last.lines.map(text)).toEqual(['EHLO a', 'QUIT'])
    expect((await stream.next()).done).toBe(true)
  })

  it('drops lines for a viewer that falls behind, and says how many', async () => {
    const { clock, log } = setUp()
    const session = log.open(START)
    const stream = log.watch(session.id, new AbortController().signal)[Symbol.asyncIterator]()
    await stream.next()
    for (let line = 1; line <= 20_000; line++) session.client(`NOOP ${line}`)
    const next = stream.next()
    clock.advance(50)
    session.client('NOOP last')
    clock.advance(50)
    const batch: SessionBatch = (await next).value
    expect(batch.lines.length).toBeLessThan(5_000)
    expect(batch.dropped + batch.lines.length).toBe(batch.session.lineCount)
    expect(batch.lines.at(-1)?.text).toBe('NOOP last')
  })

  it('lets a viewer go when it aborts', async () => {
    const { log } = setUp()
    const session = log.open(START)
    const leaving = new AbortController()
    const stream = log.watch(session.id, leaving.signal)[Symbol.asyncIterator]()
    await stream.next()
    const next = stream.next()
    leaving.abort()
    expect((await next).done).toBe(true)
  })

  it('reads a session from storage that is no longer in memory', async () => {
    const { clock, log } = setUp()
    const session = log.open(START)
    session.client('QUIT')
    session.end('completed')
    clock.advance(1_000)
    await settled()
    expect(log.get(session.id)).toBeNull()
    const batches: SessionBatch[] = []
    for await (const batch of log.watch(session.id, new AbortController().signal)) batches.push(batch)
    expect(batches.map(({ lines }) => lines.map(text))).toEqual([['QUIT']])
  })

  it('keeps sessions in memory while storage fails, and saves them later', async () => {
    const { clock, storage, errors, log } = setUp()
    storage.failing = true
    const first = log.open(START)
    first.end('completed')
    clock.advance(1_000)
    await settled()
    expect(errors).toEqual(['sessions could not be saved'])
    expect(log.get(first.id)).not.toBeNull()
    storage.failing = false
    await log.flush()
    expect(storage.saved.has(first.id)).toBe(true)
  })

  it('saves an open session as broken off, so that a crash leaves its conversation', async () => {
    const { clock, storage, log } = setUp()
    const stop = log.start()
    const session = log.open(START)
    session.client('EHLO slow')
    clock.advance(11_000)
    await settled()
    expect(storage.saved.get(session.id)?.row).toMatchObject({ outcome: 'failed', lineCount: 1 })
    expect(log.get(session.id)?.session.outcome).toBe('open')
    clock.advance(60_000)
    await settled()
    expect(storage.trimmed).toMatchObject({ maxCount: 100, maxBytes: 1_048_576 })
    stop()
  })

  it('lists what is in memory before what is stored, each session once', async () => {
    const { clock, storage, log } = setUp()
    const old = log.open(START)
    old.end('completed')
    clock.advance(1_000)
    await settled()
    const open = log.open({ ...START, direction: 'outbound', via: 'provider' })
    await storage.saveSessions([{ row: { ...(log.live()[0] as SessionRow), outcome: 'failed' }, lines: [] }])
    const page = await listSessions(log, storage, { filter: {}, cursor: null, limit: 10 })
    expect(page.rows.map(({ id, outcome }) => [id, outcome])).toEqual([
      [open.id, 'open'],
      [old.id, 'completed'],
    ])
  })
})

describe('transcript', () => {
  it('keeps the first and the last lines of an endless session', () => {
    const transcript = new Transcript(10, 20)
    for (let line = 1; line <= 1_000; line++) transcript.add(0, 'client', String(line))
    const { lines, dropped } = transcript.after(0)
    expect(lines.slice(0, 10).map(text)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'])
    expect(lines.at(-1)?.text).toBe('1000')
    expect(lines.length + dropped).toBe(1_000)
    expect(lines.length).toBeLessThan(60)
  })

  it('shows control characters as pictures and cuts endless lines', () => {
    const transcript = new Transcript()
    transcript.add(0, 'client', 'EHLO \x1b[31mred\0')
    transcript.add(0, 'client', 'x'.repeat(70_000))
    const [colour, long] = transcript.after(0).lines
    expect(colour?.text).toBe('EHLO \u241b[31mred\u2400')
    expect(long?.text.length).toBeLessThan(2_100)
  })
})

function text(line: SessionLine): string {
  return line.text
}
