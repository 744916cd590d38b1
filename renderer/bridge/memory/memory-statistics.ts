/** Figures of the invented office: curves of a working day, and what its queue really holds. */
import { implement } from '@orpc/server'
import { contract } from '../../../shared/contract/contract.ts'
import type { FailureGroup, Flow, QueueShape, RuleHits, Span } from '../../../shared/contract/statistics.ts'
import { domainOf } from '../../../shared/domain/address.ts'
import type { MessageRow } from '../../../shared/domain/message.ts'
import { formatReply } from '../../../shared/domain/reply.ts'
import { explainReply } from '../../../shared/explain/explain-reply.ts'
import type { MemoryEngine } from './memory-engine.ts'
import { SAMPLE_HOST } from './sample-messages.ts'

const os = implement(contract).statistics
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const GIB = 1024 ** 3
/** Rows that are looked at: enough for a lively picture, and quick with a million of them. */
const LOOKED_AT = 4_000

const SPANS: Record<Span, { readonly stepMs: number; readonly count: number }> = {
  hour: { stepMs: MINUTE, count: 60 },
  day: { stepMs: 15 * MINUTE, count: 96 },
  week: { stepMs: HOUR, count: 168 },
}

export function statisticsProcedures(engine: MemoryEngine) {
  return {
    flow: os.flow.handler(({ input }) => flow(engine, input.span)),
    shape: os.shape.handler(() => shape(engine)),
    senders: os.senders.handler(({ input }) => senders(engine, input.span)),
    failures: os.failures.handler(() => failures(engine)),
    usage: os.usage.handler(({ input }) => {
      const { from, stepMs, count } = steps(engine, input.span)
      const size = input.sender.name.length
      const messages = Array.from({ length: count }, (_, index) =>
        isIdle(engine)
          ? 0
          : Math.round((busyness(from + index * stepMs) * stepMs * (1 + (size % 5)) * 0.06) / HOUR),
      )
      return { from, stepMs, messages, recipients: messages.map((value) => Math.ceil(value * 1.2)) }
    }),
    rules: os.rules.handler(() => ruleHits(engine)),
    disk: os.disk.handler(() => disk(engine)),
  }
}

function isIdle(engine: MemoryEngine): boolean {
  return engine.queue.size === 0
}

function steps(engine: MemoryEngine, span: Span) {
  const { stepMs, count } = SPANS[span]
  return { from: (Math.floor(engine.now() / stepMs) - count + 1) * stepMs, stepMs, count }
}

/** Messages in an hour at that time: two humps on working days, little at night and on Sundays. Always the same. */
function busyness(at: number): number {
  const date = new Date(at)
  const hour = date.getHours() + date.getMinutes() / 60
  const hump = (middle: number, width: number) => Math.exp(-(((hour - middle) / width) ** 2))
  const day = [0.7, 1, 1.1, 0.95, 1.05, 0.9, 0.75][date.getDay()] ?? 1
  const noise = 0.75 + 0.5 * fraction(at / 977_000)
  return (14 + 210 * (hump(10, 2) + 0.8 * hump(15, 2.2))) * day * noise
}

/** Anything from 0 to 1, the same for the same number. */
function fraction(seed: number): number {
  const wave = Math.sin(seed * 12.9898) * 43_758.5453
  return wave - Math.floor(wave)
}

function flow(engine: MemoryEngine, span: Span): Flow {
  const { from, stepMs, count } = steps(engine, span)
  const idle = isIdle(engine)
  const each = <T>(value: (at: number, index: number) => T, none: T) =>
    Array.from({ length: count }, (_, index) => (idle ? none : value(from + index * stepMs, index)))
  const accepted = each((at) => Math.round((busyness(at) * stepMs) / HOUR), 0)
  const isDown = (at: number) => fraction(Math.floor(at / (3 * HOUR))) > 0.86
  const delivered = each((at, index) => Math.round((accepted[index] ?? 0) * (isDown(at) ? 0.4 : 1.15)), 0)
  const deferred = each((at, index) => Math.round((accepted[index] ?? 0) * (isDown(at) ? 0.5 : 0.04)), 0)
  const failed = each((at) => (fraction(at / 311_000) > 0.94 ? 1 : 0), 0)
  const { queued, active, deferred: waiting, held } = engine.queue.counts({})
  const open = queued + active + waiting + held
  const depth = each<number | null>(
    (at) => Math.round(open * (0.6 + busyness(at) / 500 + (isDown(at) ? 1 + 0.3 * fraction(at / 1_000) : 0))),
    0,
  )
  depth[count - 1] = open
  const p50 = each<number | null>((at) => Math.round(900 + 500 * fraction(at / 71_000)), null)
  const p95 = each<number | null>(
    (at) => Math.round((isDown(at) ? 22 * MINUTE : 9_000) * (0.6 + 0.8 * fraction(at / 53_000))),
    null,
  )
  // The computer was switched off for a while, a good day ago.
  if (span === 'week') for (let step = 118; step < 124; step++) depth[step] = p50[step] = p95[step] = null
  if (span === 'week') for (const values of [accepted, delivered, deferred, failed]) values.fill(0, 118, 124)
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  return {
    from,
    stepMs,
    accepted,
    delivered,
    deferred,
    failed,
    depth,
    p50,
    p95,
    totals: {
      accepted: sum(accepted),
      delivered: sum(delivered),
      deferred: sum(deferred),
      failed: sum(failed),
      p50: idle ? null : 1_140,
      p95: idle ? null : 48_000,
    },
  }
}

const AGES = [5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR, DAY, 3 * DAY]

function rows(engine: MemoryEngine): MessageRow[] {
  return Array.from({ length: Math.min(engine.queue.size, LOOKED_AT) }, (_, index) => engine.queue.at(index))
}

function shape(engine: MemoryEngine): QueueShape {
  const now = engine.now()
  const domains = new Map<string, number[]>()
  for (const { openCount, recipients, receivedAt } of rows(engine)) {
    if (openCount === 0) continue
    const age = AGES.findIndex((end) => now - receivedAt < end)
    const column = age < 0 ? AGES.length : age
    for (const recipient of recipients) {
      const domain = domainOf(recipient)
      const cells = domains.get(domain) ?? new Array<number>(AGES.length + 1).fill(0)
      cells[column] = (cells[column] ?? 0) + 1
      domains.set(domain, cells)
    }
  }
  const list = [...domains]
    .map(([domain, cells]) => ({ domain, cells, total: cells.reduce((sum, value) => sum + value, 0) }))
    .sort((a, b) => b.total - a.total)
  const rest = list.slice(20)
  const cells = AGES.concat(0).map((_, column) =>
    rest.reduce((sum, row) => sum + (row.cells[column] ?? 0), 0),
  )
  return {
    at: now,
    ages: AGES,
    domains: list.slice(0, 20),
    others: { domains: rest.length, total: rest.reduce((sum, row) => sum + row.total, 0), cells },
    total: list.reduce((sum, row) => sum + row.total, 0),
  }
}

function senders(engine: MemoryEngine, span: Span) {
  if (isIdle(engine)) return []
  const scale = { hour: 1, day: 9, week: 48 }[span]
  const list = [
    ['account', 'practice-software', 41],
    ['account', 'webshop', 33],
    ['account', 'scanner', 17],
    ['network', 'Copiers', 12],
    ['local', '', 6],
    ['client', '192.168.10.54', 4],
    ['account', 'backup-nas', 1],
  ] as const
  return list.map(([kind, name, messages]) => ({
    kind,
    name,
    messages: messages * scale,
    recipients: Math.ceil(messages * scale * 1.3),
  }))
}

function failures(engine: MemoryEngine): FailureGroup[] {
  const groups = new Map<string, FailureGroup & { readonly counts: Map<string, number> }>()
  for (const row of rows(engine)) {
    if ((row.state !== 'deferred' && row.state !== 'failed') || row.lastReply === null) continue
    const explanation = explainReply(row.lastReply, { host: SAMPLE_HOST })
    const cause = explanation.id ?? row.lastReply.text
    const known = groups.get(cause)
    const counts = known?.counts ?? new Map<string, number>()
    for (const recipient of row.recipients)
      counts.set(domainOf(recipient), (counts.get(domainOf(recipient)) ?? 0) + 1)
    const states = [...new Set([...(known?.states ?? []), row.state])]
    groups.set(cause, {
      cause,
      explanation,
      reply: formatReply(row.lastReply),
      host: SAMPLE_HOST,
      route: row.route,
      states,
      messages: (known?.messages ?? 0) + 1,
      domains: [...counts]
        .sort((a, b) => b[1] - a[1])
        .map(([domain]) => domain)
        .slice(0, 5),
      lastAt: Math.max(known?.lastAt ?? 0, row.receivedAt),
      filter: {
        states,
        reply: row.lastReply.enhanced ?? String(row.lastReply.code ?? '*'),
      },
      counts,
    })
  }
  return [...groups.values()].map(({ counts: _, ...group }) => group).sort((a, b) => b.messages - a.messages)
}

function ruleHits(engine: MemoryEngine): RuleHits[] {
  const now = engine.now()
  return engine.config.rules.map(({ name, enabled }, index) => {
    const used = enabled && !isIdle(engine) && name !== 'Test systems'
    const total = used ? Math.round(48_211 / (index + 1) ** 2) : 0
    return {
      rule: name,
      total,
      lastDay: used ? Math.round(total / 61) : 0,
      lastAt: used ? now - (index + 1) * 3 * MINUTE : null,
      lastMessageId: used ? engine.queue.at(index).id : null,
      since: now - 61 * DAY,
    }
  })
}

function disk(engine: MemoryEngine) {
  const ended = Math.round(engine.queue.size * 0.85)
  return {
    database: 0.02 * GIB + engine.queue.size * 3_200,
    openBodies: engine.queue.counts({}).deferred * 84_000,
    keptBodies: ended * 12_000,
    histories: engine.queue.size * 1_400,
    sessions: engine.sessions.length * 9_000,
    backups: isIdle(engine) ? 0 : 0.3 * GIB,
    logs: 4_200_000,
    freeBytes: 48 * GIB,
    endedMessages: ended,
    oldestEndedAt: ended === 0 ? null : engine.now() - 29 * DAY,
    keptSessions: engine.sessions.length,
  }
}
