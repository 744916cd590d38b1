/** Who sent how much: what is on disk and what is not yet. Pure. */
import type { Sender, SenderFlow, UsageOverTime } from '../../../shared/contract/statistics.ts'
import type { SenderFigures } from './figure-log.ts'
import { stepAt } from './flow-steps.ts'

/** Most messages first, at most so many. Of the pending ones those from the given time on. */
export function mergeSenders(
  written: readonly SenderFlow[],
  pending: readonly SenderFigures[],
  { from, most }: { readonly from: number; readonly most: number },
): SenderFlow[] {
  const all = new Map(written.map((flow) => [keyOf(flow), flow]))
  for (const { kind, name, step, messages, recipients } of pending) {
    if (step < from) continue
    const known = all.get(keyOf({ kind, name })) ?? { kind, name, messages: 0, recipients: 0 }
    all.set(keyOf(known), {
      ...known,
      messages: known.messages + messages,
      recipients: known.recipients + recipients,
    })
  }
  return [...all.values()].sort((a, b) => b.messages - a.messages || compareKeys(a, b)).slice(0, most)
}

/** The steps of the chart are never finer than those of the pending figures. */
export function mergeUsage(
  written: UsageOverTime,
  pending: readonly SenderFigures[],
  sender: Sender,
): UsageOverTime {
  const messages = [...written.messages]
  const recipients = [...written.recipients]
  for (const figures of pending) {
    if (keyOf(figures) !== keyOf(sender)) continue
    const step = stepAt({ ...written, count: messages.length }, figures.step)
    if (step === null) continue
    messages[step] = (messages[step] ?? 0) + figures.messages
    recipients[step] = (recipients[step] ?? 0) + figures.recipients
  }
  return { ...written, messages, recipients }
}

const keyOf = ({ kind, name }: Sender) => `${kind} ${name}`

function compareKeys(a: Sender, b: Sender): number {
  return keyOf(a) < keyOf(b) ? -1 : 1
}
