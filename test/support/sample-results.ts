import type { RecipientResult } from '../../main/engine/storage/storage.ts'
import type { MessageEvent } from '../../shared/domain/message.ts'
import type { Reply } from '../../shared/domain/reply.ts'
import { NOON } from './sample-message.ts'

export const OK: Reply = { code: 250, enhanced: '2.0.0', text: 'queued' }
export const GREYLISTED: Reply = { code: 451, enhanced: '4.7.1', text: 'Greylisted' }
export const UNKNOWN_USER: Reply = { code: 550, enhanced: '5.1.1', text: 'No such user' }

const ROUTE = 'provider'
const HOST = 'smtp.provider.test'

/** What an attempt reports of one recipient. */
export function delivered(message: string, recipient = 1, at = NOON): RecipientResult {
  return {
    message,
    recipient,
    event: { kind: 'Deliver', route: ROUTE, host: HOST, reply: OK },
    history: history('Delivery', OK, at),
  }
}

export function deferred(message: string, nextAttemptAt: number, recipient = 1, at = NOON): RecipientResult {
  return {
    message,
    recipient,
    event: { kind: 'Defer', route: ROUTE, host: HOST, reply: GREYLISTED, nextAttemptAt, delayNotice: false },
    history: { ...history('TransientFailure', GREYLISTED, at), nextAttemptAt },
  }
}

export function refused(message: string, recipient = 1, at = NOON): RecipientResult {
  return {
    message,
    recipient,
    event: { kind: 'Refuse', route: ROUTE, host: HOST, reply: UNKNOWN_USER },
    history: history('Bounce', UNKNOWN_USER, at),
  }
}

export function captured(message: string, recipient = 1, at = NOON): RecipientResult {
  return {
    message,
    recipient,
    event: { kind: 'Capture', route: 'sandbox', reply: OK },
    history: history('Capture', OK, at),
  }
}

export function heldByRule(message: string, hold: 'rule' | 'no-route', recipient = 1): RecipientResult {
  const reply = { code: null, enhanced: null, text: 'No relay rule says where it goes.' }
  return {
    message,
    recipient,
    event: { kind: 'HoldByRule', hold, reply },
    history: history('Hold', reply, NOON),
  }
}

function history(kind: MessageEvent['kind'], reply: Reply, at: number): Omit<MessageEvent, 'recipient'> {
  return {
    at,
    kind,
    route: ROUTE,
    rule: 'rest',
    host: HOST,
    sessionId: null,
    reply,
    note: null,
    nextAttemptAt: null,
  }
}
