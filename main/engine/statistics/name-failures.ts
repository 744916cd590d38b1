/**
 * Replies that mean the same become one group with its explanation and the way to its messages. Where a route takes
 * nothing because something is wrong with it, all that waits on it waits for that reason, also what was never tried. Pure.
 */
import type { FailureGroup } from '../../../shared/contract/statistics.ts'
import type { MessageState } from '../../../shared/domain/message.ts'
import { formatReply } from '../../../shared/domain/reply.ts'
import { explainReply } from '../../../shared/explain/explain-reply.ts'
import type { Explanation } from '../../../shared/explain/explanation.ts'
import { readReply } from '../../../shared/explain/read-reply.ts'
import type { SameReplies } from '../storage/queries/read-failures.ts'
import { ANYTHING, withoutChanging } from './without-changing.ts'

const MOST_DOMAINS = 5
const LONGEST_PATTERN = 200
const LONGEST_CAUSE = 300

interface Named {
  readonly cause: string
  readonly explanation: Explanation
  readonly replies: SameReplies[]
}

export interface ShutRoute {
  readonly route: string
  /** What is wrong with it, in the host's words or Mailroom's own. */
  readonly reason: string
  /** Messages that wait on it, tried or not. */
  readonly waiting: number
  /** When that was looked at. */
  readonly now: number
}

/** States of messages that wait on a route that takes nothing. */
export const BEHIND_ROUTE: readonly MessageState[] = ['queued', 'active', 'deferred']

/** Most messages first; of as many, the newest. */
export function nameFailures(found: readonly SameReplies[], shut: readonly ShutRoute[] = []): FailureGroup[] {
  const isBehind = ({ states, routes }: SameReplies) =>
    states.every((state) => state === 'deferred') &&
    shut.some(({ route }) => routes.every((by) => by === route))
  const groups = groupByCause(found.filter((same) => !isBehind(same)))
  const behind = shut.map((route) =>
    groupBehind(
      route,
      found.filter((same) => isBehind(same) && same.routes[0] === route.route),
    ),
  )
  return [...groups, ...behind].sort(
    (a, b) => b.messages - a.messages || b.lastAt - a.lastAt || a.cause.localeCompare(b.cause),
  )
}

/** The last try is what shut it, and what the next one will tell. */
function groupBehind(
  { route, reason, waiting, now }: ShutRoute,
  replies: readonly SameReplies[],
): FailureGroup {
  const tried = replies.toSorted((a, b) => b.lastAt - a.lastAt)[0]
  const reply = tried?.reply ?? readReply(reason)
  const explanation = explainReply(reply, { host: tried?.host ?? null })
  return {
    cause: `${explanation.id ?? reason.slice(0, LONGEST_CAUSE)} (${route})`,
    explanation:
      explanation.kind === 'known'
        ? explanation
        : { ...explanation, meaning: `The route "${route}" takes no mail now, so it waits. ${reason}` },
    reply: formatReply(reply),
    host: tried?.host ?? null,
    route,
    states: [...BEHIND_ROUTE],
    messages: waiting,
    domains: commonDomains(replies),
    lastAt: tried?.lastAt ?? now,
    filter: { ...statesOf(BEHIND_ROUTE), route },
  }
}

function groupByCause(found: readonly SameReplies[]): FailureGroup[] {
  const byCause = new Map<string, Named>()
  for (const same of found) {
    const explanation = explainReply(same.reply, { host: same.host })
    const cause = explanation.id ?? causeOf(same)
    const known = byCause.get(cause)
    if (known) known.replies.push(same)
    else byCause.set(cause, { cause, explanation, replies: [same] })
  }
  return [...byCause.values()].map(toGroup)
}

function causeOf({ reply }: SameReplies): string {
  return `${reply.code ?? '-'} ${reply.enhanced ?? '-'} ${withoutChanging(reply.text)}`.slice(
    0,
    LONGEST_CAUSE,
  )
}

function toGroup({ cause, explanation, replies }: Named): FailureGroup {
  const newest = replies.reduce((last, one) => (one.lastAt > last.lastAt ? one : last))
  const routes = new Set(replies.flatMap((one) => one.routes))
  const states = [...new Set(replies.flatMap((one) => one.states))]
  const route = routes.size === 1 ? ([...routes][0] ?? null) : null
  return {
    cause,
    explanation,
    reply: formatReply(newest.reply),
    host: newest.host,
    route,
    states,
    messages: replies.reduce((sum, one) => sum + one.messages, 0),
    domains: commonDomains(replies),
    lastAt: newest.lastAt,
    filter: { ...statesOf(states), ...(route === null ? {} : { route }), ...replyOf(replies) },
  }
}

function commonDomains(replies: readonly SameReplies[]): string[] {
  const counts = new Map<string, number>()
  for (const [domain, messages] of replies.flatMap((one) => one.domains))
    counts.set(domain, (counts.get(domain) ?? 0) + messages)
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .slice(0, MOST_DOMAINS)
    .map(([domain]) => domain)
}

function statesOf(states: readonly MessageState[]): FailureGroup['filter'] {
  return states.length === 0 ? {} : { states: [...states] }
}

/** The words where there is one wording; else the code that all have in common; else nothing. */
function replyOf(replies: readonly SameReplies[]): FailureGroup['filter'] {
  const [first] = replies
  if (!first) return {}
  const words = common(replies.map(({ reply }) => patternOf(reply.text)))
  if (words !== null) return { reply: words }
  if (replies.length === 1) return {}
  const enhanced = common(replies.map(({ reply }) => reply.enhanced))
  if (enhanced !== null) return { reply: enhanced }
  const code = common(replies.map(({ reply }) => reply.code))
  return code === null ? {} : { reply: String(code) }
}

/** A "*" of the reply's own stands for itself as well; null where nothing of it stays the same. */
function patternOf(text: string): string | null {
  const words = withoutChanging(text)
  if (!/[\p{L}\d]/u.test(words)) return null
  const pattern = `${ANYTHING}${words}${ANYTHING}`.replace(/\*+/g, ANYTHING)
  return pattern.length <= LONGEST_PATTERN ? pattern : `${pattern.slice(0, LONGEST_PATTERN - 1)}${ANYTHING}`
}

function common<T>(values: readonly T[]): T | null {
  const [first] = values
  return first !== undefined && values.every((value) => value === first) ? first : null
}
