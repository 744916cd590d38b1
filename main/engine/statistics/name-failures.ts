/** Replies that mean the same become one group with its explanation and the way to its messages. Pure. */
import type { FailureGroup } from '../../../shared/contract/statistics.ts'
import type { MessageState } from '../../../shared/domain/message.ts'
import { formatReply } from '../../../shared/domain/reply.ts'
import { explainReply } from '../../../shared/explain/explain-reply.ts'
import type { Explanation } from '../../../shared/explain/explanation.ts'
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

/** Most messages first; of as many, the newest. */
export function nameFailures(found: readonly SameReplies[]): FailureGroup[] {
  const byCause = new Map<string, Named>()
  for (const same of found) {
    const explanation = explainReply(same.reply, { host: same.host })
    const cause = explanation.id ?? causeOf(same)
    const known = byCause.get(cause)
    if (known) known.replies.push(same)
    else byCause.set(cause, { cause, explanation, replies: [same] })
  }
  return [...byCause.values()]
    .map(toGroup)
    .sort((a, b) => b.messages - a.messages || b.lastAt - a.lastAt || a.cause.localeCompare(b.cause))
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
  if (replies.length === 1) {
    const reply = patternOf(first.reply.text)
    return reply === null ? {} : { reply }
  }
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
