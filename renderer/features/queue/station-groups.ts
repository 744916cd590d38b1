/** Events that tell the same of several recipients, one after the other, become one station. */
import type { MessageEvent } from '../../../shared/domain/message.ts'

export interface StationGroup {
  /** The first of them. */
  readonly event: MessageEvent
  readonly recipients: readonly string[]
  /** The earliest planned attempt of any of them, in milliseconds since 1970. */
  readonly nextAttemptAt: number | null
}

/** Attempts of one message run side by side; what is further apart (milliseconds) was another round. */
const TOGETHER_MS = 60_000

export function stationGroups(events: readonly MessageEvent[]): readonly StationGroup[] {
  const groups: StationGroup[] = []
  for (const event of events) {
    const last = groups.at(-1)
    if (last && alike(last.event, event)) groups[groups.length - 1] = join(last, event)
    else groups.push({ event, recipients: listOf(event), nextAttemptAt: event.nextAttemptAt })
  }
  return groups
}

function alike(first: MessageEvent, event: MessageEvent): boolean {
  return event.at - first.at <= TOGETHER_MS && sameness(first) === sameness(event)
}

function sameness({ kind, host, route, rule, note, reply }: MessageEvent): string {
  return JSON.stringify([kind, host, route, rule, note, reply])
}

function join(group: StationGroup, event: MessageEvent): StationGroup {
  const planned = [group.nextAttemptAt, event.nextAttemptAt].filter((at) => at !== null)
  return {
    event: group.event,
    recipients: [...new Set([...group.recipients, ...listOf(event)])],
    nextAttemptAt: planned.length === 0 ? null : Math.min(...planned),
  }
}

function listOf({ recipient }: MessageEvent): readonly string[] {
  return recipient === null ? [] : [recipient]
}
