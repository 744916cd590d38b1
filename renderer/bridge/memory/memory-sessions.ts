/** Sessions and blocked clients of the pretended engine. */
import { implement } from '@orpc/server'
import { contract } from '../../../shared/contract/contract.ts'
import type { SessionBatch, SessionFilter } from '../../../shared/contract/sessions.ts'
import type { SessionLine } from '../../../shared/domain/session.ts'
import type { MemoryEngine } from './memory-engine.ts'
import type { SampleSession } from './sample-sessions.ts'

const os = implement(contract)

const LINE_EVERY_MS = 900

export function sessionProcedures(engine: MemoryEngine) {
  const find = (id: string) => engine.sessions.find((session) => session.row.id === id)
  const gone = { message: 'That session is no longer kept.' }
  return {
    list: os.sessions.list.handler(({ input }) => {
      const { cursor } = input
      const matching = engine.sessions
        .filter((session) => matches(session, input.filter))
        .map(({ row }) => row)
        .sort((a, b) => (a.id < b.id ? 1 : -1))
        .filter((row) => cursor === null || row.id < cursor)
      const rows = matching.slice(0, input.limit)
      return { rows, nextCursor: matching.length > input.limit ? (rows.at(-1)?.id ?? null) : null }
    }),
    get: os.sessions.get.handler(({ input, errors }) => {
      const session = find(input.id)
      if (!session) throw errors.NOT_FOUND(gone)
      return batchOf(session)
    }),
    disconnect: os.sessions.disconnect.handler(({ input, errors }) => {
      const session = find(input.id)
      if (!session) throw errors.NOT_FOUND(gone)
      if (session.row.outcome !== 'open')
        throw errors.CONFLICT({ message: 'This session has ended already. Look at it again.' })
      endByHand(engine, session)
      return {}
    }),
    watch: os.sessions.watch.handler(async function* ({ input, errors, signal }) {
      const session = find(input.id)
      if (!session) throw errors.NOT_FOUND(gone)
      yield* watched(engine, input.id, signal ?? new AbortController().signal)
    }),
  }
}

export function securityProcedures(engine: MemoryEngine) {
  const changed = () => engine.publish({ configuration: ['blockedClients'] })
  const without = (client: string) => engine.config.blockedClients.filter((block) => block.client !== client)
  return {
    blocks: os.security.blocks.handler(() => engine.config.blockedClients),
    block: os.security.block.handler(({ input, errors }) => {
      if (/^(127\.|::1)/.test(input.client))
        throw errors.INVALID({
          message: `${input.client} is an address of this computer: its own programs would be shut out. Choose another address or a smaller network.`,
          data: { issues: [] },
        })
      const block = { ...input, since: engine.now() }
      engine.config = { ...engine.config, blockedClients: [...without(input.client), block] }
      for (const session of engine.sessions)
        if (session.row.outcome === 'open' && session.row.peerAddress === input.client)
          endByHand(engine, session)
      changed()
      return {}
    }),
    unblock: os.security.unblock.handler(({ input }) => {
      engine.config = { ...engine.config, blockedClients: without(input.client) }
      changed()
      return {}
    }),
    locks: os.security.locks.handler(() => engine.locks),
    releaseLock: os.security.releaseLock.handler(({ input }) => {
      engine.locks = engine.locks.filter(({ id }) => id !== input.id)
      return {}
    }),
  }
}

/** Puts another state of a session in the place of the one before, and tells who watches. */
function replaceSession(engine: MemoryEngine, next: SampleSession): void {
  const at = engine.sessions.findIndex(({ row }) => row.id === next.row.id)
  if (at >= 0) engine.sessions[at] = next
  engine.publish({ sessions: [next.row] })
}

/** Says the next lines of an open session; with the last one it ends as it was to end. */
export function sayNext(engine: MemoryEngine, session: SampleSession, count: number): SampleSession {
  const toCome = session.toCome ?? []
  const said = toCome.slice(0, count).map((line) => ({ ...line, at: engine.now() }))
  const rest = toCome.slice(count)
  const lines = [...session.lines, ...said]
  const ended = rest.length === 0
  const cause = said.findLast((line) => line.cause)?.cause ?? session.row.cause
  const row = {
    ...session.row,
    lineCount: lines.length,
    cause,
    ...(ended && {
      outcome: cause ? ('refused' as const) : ('completed' as const),
      endedAt: engine.now(),
      problem: cause ? (lines.findLast((line) => line.cause)?.text ?? null) : null,
    }),
  }
  return ended ? { row, lines } : { row, lines, toCome: rest }
}

function endByHand(engine: MemoryEngine, { row, lines }: SampleSession): void {
  const at = engine.now()
  const number = lines.length + 1
  const farewell: SessionLine[] = [
    { number, at, kind: 'note', text: 'Ended by hand' },
    { number: number + 1, at, kind: 'server', text: '421 4.3.2 The administrator ended this session' },
  ]
  const all = [...lines, ...farewell]
  const problem = '421 4.3.2 The administrator ended this session'
  replaceSession(engine, {
    lines: all,
    row: { ...row, outcome: 'refused', endedAt: at, problem, lineCount: all.length },
  })
}

/** An open session goes on while somebody looks at it, unless it is played anyway (play-sessions.ts). */
async function* watched(engine: MemoryEngine, id: string, signal: AbortSignal): AsyncGenerator<SessionBatch> {
  let seen = 0
  while (!signal.aborted) {
    const session = engine.sessions.find(({ row }) => row.id === id)
    if (!session) return
    yield { session: session.row, lines: session.lines.slice(seen), dropped: 0 }
    seen = session.lines.length
    if (session.row.outcome !== 'open') return
    await new Promise((resolve) => setTimeout(resolve, engine.isPlayed ? 100 : LINE_EVERY_MS))
    const now = engine.sessions.find(({ row }) => row.id === id)
    if (now?.toCome && !engine.isPlayed && !signal.aborted) replaceSession(engine, sayNext(engine, now, 1))
  }
}

function batchOf({ row, lines }: SampleSession): SessionBatch {
  return { session: row, lines: [...lines], dropped: 0 }
}

function matches({ row, lines }: SampleSession, filter: SessionFilter): boolean {
  const has = (texts: ReadonlyArray<string | null>, wanted: string) =>
    texts.some((text) => text?.toLowerCase().includes(wanted.toLowerCase()))
  const replies = lines.filter(({ kind }) => kind === 'server').flatMap(({ text }) => text.split(/[ -]/, 2))
  const words = (filter.text ?? '').split(/\s+/).filter((word) => word !== '')
  const texts = [row.peerAddress, row.peerName, row.account, row.problem, ...lines.map(({ text }) => text)]
  const { direction, outcomes, via, account, network, messageId, causes, code, peer } = filter
  return (
    (!direction || row.direction === direction) &&
    (!outcomes || outcomes.includes(row.outcome)) &&
    (!via || row.via === via) &&
    (!account || row.account === account) &&
    (!network || row.network === network) &&
    (!messageId || row.messageIds.includes(messageId)) &&
    (!causes || (row.cause !== null && causes.includes(row.cause.kind))) &&
    (!code || replies.some((each) => each.startsWith(code))) &&
    (!peer || has([row.peerAddress, row.peerName], peer)) &&
    (filter.startedAfter === undefined || row.startedAt >= filter.startedAfter) &&
    (filter.startedBefore === undefined || row.startedAt < filter.startedBefore) &&
    words.every((word) => has(texts, word))
  )
}
