import { domainOf } from '../../../../shared/domain/address.ts'
import { type MessageState, messageStateSchema } from '../../../../shared/domain/message.ts'
import { type Reply, replySchema } from '../../../../shared/domain/reply.ts'
import { withoutChanging } from '../../statistics/without-changing.ts'
import { readJson } from '../rows/json-columns.ts'
import type { Connection } from '../workers/connection.ts'

/** Messages of one state and route whose last reply is the same but for what changes in it. */
export interface SameReplies {
  readonly reply: Reply
  /** Who gave that one. */
  readonly host: string | null
  readonly routes: readonly (string | null)[]
  readonly states: readonly MessageState[]
  readonly messages: number
  readonly domains: ReadonlyArray<readonly [domain: string, messages: number]>
  readonly lastAt: number
}

const SQL = `
  SELECT key, state, received_at AS receivedAt, route, last_reply AS lastReply, first_recipients AS recipients,
    coalesce(finished_at, received_at) AS at
  FROM messages INDEXED BY messages_by_state WHERE state = ? ORDER BY received_at DESC LIMIT ?`
/** The recipient that the reply is of, as nearly as the message tells. */
const HOST = `
  SELECT last_host AS host FROM recipients WHERE message_key = ? AND last_reply IS NOT NULL
  ORDER BY last_reply IS ? DESC, number LIMIT 1`
const LAST_TRIED = 'SELECT max(at) AS at FROM events WHERE message_key = ?'

/** Kinds of replies that are told apart; what comes beyond is left out, newest first. */
const MOST_KINDS = 500

interface Row {
  readonly key: number
  readonly state: string
  readonly receivedAt: number
  readonly route: string | null
  readonly lastReply: string | null
  readonly recipients: string
  readonly at: number
}

interface Group {
  readonly first: Row
  readonly reply: Reply
  readonly routes: Set<string | null>
  readonly states: Set<MessageState>
  readonly domains: Map<string, number>
  messages: number
  lastAt: number
}

/** Of the newest messages that wait after a failure or failed, at most `limit` of both together. */
export function readFailures(connection: Connection, limit: number): SameReplies[] {
  const select = connection.prepare(SQL)
  const rows = (['deferred', 'failed'] as const)
    .flatMap((state) => select.all(state, limit) as Row[])
    .sort((a, b) => b.receivedAt - a.receivedAt)
    .slice(0, limit)
  const groups = new Map<string, Group>()
  for (const row of rows) add(groups, row)
  return [...groups.values()].map((group) => finish(connection, group))
}

function add(groups: Map<string, Group>, row: Row): void {
  const reply = row.lastReply === null ? null : readJson(replySchema, row.lastReply)
  if (reply === null) return
  const key = `${row.state} ${row.route} ${reply.code} ${reply.enhanced} ${withoutChanging(reply.text)}`
  const known = groups.get(key)
  if (!known && groups.size >= MOST_KINDS) return
  const group = known ?? {
    first: row,
    reply,
    routes: new Set(),
    states: new Set(),
    domains: new Map(),
    messages: 0,
    lastAt: 0,
  }
  groups.set(key, group)
  group.messages += 1
  group.lastAt = Math.max(group.lastAt, row.at)
  group.routes.add(row.route)
  group.states.add(messageStateSchema.safeParse(row.state).data ?? 'held')
  for (const domain of domainsOf(row)) group.domains.set(domain, (group.domains.get(domain) ?? 0) + 1)
}

function domainsOf({ recipients }: Row): Set<string> {
  const addresses = JSON.parse(recipients) as unknown
  return new Set(
    Array.isArray(addresses) ? addresses.map((address) => domainOf(String(address)).toLowerCase()) : [],
  )
}

function finish(connection: Connection, { first, domains, reply, ...group }: Group): SameReplies {
  const found = connection.prepare(HOST).get(first.key, first.lastReply) as
    | { readonly host: string | null }
    | undefined
  const tried = connection.prepare(LAST_TRIED).get(first.key) as { readonly at: number | null } | undefined
  return {
    reply,
    host: found?.host ?? null,
    routes: [...group.routes],
    states: [...group.states],
    messages: group.messages,
    domains: [...domains].sort((a, b) => b[1] - a[1]).slice(0, 20),
    lastAt: Math.max(group.lastAt, tried?.at ?? 0),
  }
}
