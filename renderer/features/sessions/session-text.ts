/**
 * A conversation as text, for a mail to whoever looks after the other side; and as JSON. Neither steers a terminal, and one
 * line of it is one line of the conversation. Pure.
 */
import type { SessionBatch } from '../../../shared/contract/sessions.ts'
import type { SessionLine, SessionRow } from '../../../shared/domain/session.ts'
import { inertLine, inertText } from '../../../shared/text/inert-text.ts'

const DAY = 86_400_000

/** Plain English and UTC, whatever language the window speaks: it goes to other people. */
export function sessionText({ session, lines, dropped }: SessionBatch): string {
  return `${[...head(session, dropped), '', ...body(lines)].join('\n')}\n`
}

export function sessionJson({ session, lines, dropped }: SessionBatch): string {
  return `${inertText(JSON.stringify({ session, dropped, lines }, null, 2))}\n`
}

/** "mailroom-session-0TQ4J5X9K2A.txt" */
export function sessionFileName(id: string, extension: 'txt' | 'json'): string {
  return `mailroom-session-${id}.${extension}`
}

function head(session: SessionRow, dropped: number): string[] {
  const inbound = session.direction === 'inbound'
  const facts: ReadonlyArray<readonly [string, string | null]> = [
    ['Session', session.id],
    [
      inbound ? 'From' : 'To',
      `${session.peerName ?? ''} [${session.peerAddress}]:${session.peerPort}`.trim(),
    ],
    [inbound ? 'Listener' : 'Route', session.via],
    ['Network', session.network],
    ['Account', session.account],
    ['Began', new Date(session.startedAt).toISOString()],
    ['Ended', session.endedAt === null ? null : new Date(session.endedAt).toISOString()],
    ['Outcome', session.outcome],
    ['TLS', session.tls && tlsText(session.tls)],
    ['Problem', session.problem],
    ['Cause', session.cause && [session.cause.kind, session.cause.name].filter(Boolean).join(' ')],
    ['Lines not kept', dropped === 0 ? null : String(dropped)],
    ['Messages', session.messageIds.length === 0 ? null : session.messageIds.join(', ')],
  ]
  return facts.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${inertLine(value)}`]))
}

function tlsText({ protocol, cipher, verified }: NonNullable<SessionRow['tls']>): string {
  const trust = verified === null ? '' : verified ? ', certificate verified' : ', certificate not verified'
  return `${protocol}, ${cipher}${trust}`
}

const SIGNS = { data: '  = ', tls: '  * ', note: '  # ' } as const

function body(lines: readonly SessionLine[]): string[] {
  return lines.map((line) => `${utcTime(line.at)} ${sign(line)}${inertLine(line.text)}`)
}

/** "C: " what the client says, "S: " what the server says. */
function sign({ kind }: SessionLine): string {
  if (kind === 'client') return 'C: '
  return kind === 'server' ? 'S: ' : SIGNS[kind].slice(1)
}

function utcTime(at: number): string {
  return new Date(at % DAY).toISOString().slice(11, 23)
}
