/** What the changes of rules come to for the envelope, and which of them concern the message itself. Pure. */
import { splitAddress } from '../../../shared/domain/address.ts'
import type { RuleChange } from '../../../shared/domain/rule.ts'
import type { AppliedChange } from './evaluate-rules.ts'

export interface EnvelopeAddresses {
  /** '' is the null sender. */
  readonly sender: string
  readonly recipient: string
}

/**
 * One change after another, each on what the one before left. The null sender stays what it is: a report that came
 * back to somebody would be a report about a report (RFC 5321 §4.5.5).
 */
export function applyToEnvelope(
  addresses: EnvelopeAddresses,
  changes: readonly AppliedChange[],
): EnvelopeAddresses {
  let { sender, recipient } = addresses
  for (const { change } of changes) {
    if (change.kind === 'sender' && sender !== '') sender = fillAddress(change.address, sender) ?? sender
    if (change.kind === 'recipient') recipient = fillAddress(change.address, recipient) ?? recipient
  }
  return { sender, recipient }
}

/**
 * "{local}" and "{domain}" in a template become the parts of the address that is there. null where that gives no
 * address: a sender without a domain, for example.
 */
export function fillAddress(template: string, address: string): string | null {
  const parts = splitAddress(address)
  const filled = template.replace(/\{(local|domain)\}/g, (_, part: 'local' | 'domain') => parts[part])
  const { local, domain } = splitAddress(filled)
  return local === '' || domain === '' ? null : filled
}

const CONTENT_KINDS = ['header-from', 'add-header', 'remove-header', 'dkim'] as const

export type ContentChange = Extract<RuleChange, { kind: (typeof CONTENT_KINDS)[number] }>

/** Those that the message itself must be composed anew for, in order. */
export function contentChanges(changes: readonly AppliedChange[]): ContentChange[] {
  return changes.map(({ change }) => change).filter(isContentChange)
}

function isContentChange(change: RuleChange): change is ContentChange {
  return (CONTENT_KINDS as readonly string[]).includes(change.kind)
}

export type Priority = 'high' | 'normal' | 'low'

/** The last that is said counts. */
export function priorityOf(changes: readonly AppliedChange[]): Priority {
  let priority: Priority = 'normal'
  for (const { change } of changes) if (change.kind === 'priority') priority = change.priority
  return priority
}

/** Blind copies, each address once. */
export function addedRecipients(changes: readonly AppliedChange[]): string[] {
  return [
    ...new Set(changes.flatMap(({ change }) => (change.kind === 'add-recipient' ? [change.address] : []))),
  ]
}
