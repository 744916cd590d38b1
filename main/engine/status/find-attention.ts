/** What a person should do, most urgent first, in plain sentences. Pure. */
import type { Lock } from '../../../shared/contract/security.ts'
import type { Attention, ListenerStatus, RouteStatus, Status } from '../../../shared/contract/system.ts'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { Rule } from '../../../shared/domain/rule.ts'
import { explainReply } from '../../../shared/explain/explain-reply.ts'
import { readReply } from '../../../shared/explain/read-reply.ts'
import type { SharedAddress } from '../inbound/shared-addresses.ts'
import { circuitsOpen, isWhollyOpen } from './circuits-open.ts'
import { type LimitedAccount, limitAttention, lockAttention } from './senders-attention.ts'
import { sharedAttention } from './shared-attention.ts'
import { type ExpectedDevice, silentDevices } from './silent-devices.ts'

export interface Situation extends Pick<Status, 'counts' | 'pauses' | 'disk'> {
  readonly listeners: readonly ListenerStatus[]
  readonly routes: readonly RouteStatus[]
  readonly rules: readonly Rule[]
  /** Reports that could not be delivered and are held. */
  readonly doubleBounces: number
  /** What was damaged in the store. */
  readonly damage: readonly Attention[]
  /** Why something could not be stored of late; null where everything could. */
  readonly storageProblem: string | null
  /** What is wrong with the certificate; null where nothing is. */
  readonly certificateProblem: string | null
  /** What went wrong with backups of late; null where nothing did. */
  readonly backupProblem: string | null
  readonly locks: readonly Lock[]
  readonly limited: readonly LimitedAccount[]
  /** Mail that is due and does not move, found by stuck-watch.ts. */
  readonly stuck: readonly Attention[]
  readonly expected: readonly ExpectedDevice[]
  readonly shared: readonly SharedAddress[]
  readonly now: number
  readonly startedAt: number
}

const URGENCY: Record<Attention['severity'], number> = { problem: 0, warning: 1, info: 2 }

export function findAttention(situation: Situation): Attention[] {
  return [
    ...diskLow(situation),
    ...storage(situation),
    ...situation.damage,
    ...situation.listeners.flatMap(listenerFailed),
    ...certificate(situation),
    ...backup(situation),
    ...noRoute(situation),
    ...paused(situation),
    ...situation.routes.flatMap(circuitsOpen),
    ...situation.routes.flatMap(signInNeeded),
    ...situation.routes.flatMap(routeFailing),
    ...situation.stuck,
    ...doubleBounces(situation),
    ...lockAttention(situation.locks),
    ...limitAttention(situation.limited),
    ...silentDevices(situation.expected, situation),
    ...sharedAttention(situation.shared),
    ...held(situation),
    ...failed(situation),
  ].sort((a, b) => URGENCY[a.severity] - URGENCY[b.severity])
}

function diskLow({ disk }: Situation): Attention[] {
  if (!disk.low) return []
  const mebibytes = Math.floor(disk.freeBytes / 1024 ** 2)
  const text = `The disk is nearly full (${mebibytes} MiB free), so new mail is turned away for now. Make room: mail flows again by itself.`
  return [{ kind: 'disk-low', severity: 'problem', text, subject: null }]
}

/** A disk that is nearly full says the same, with what to do. */
function storage({ storageProblem, disk }: Situation): Attention[] {
  if (storageProblem === null || disk.low) return []
  const text = `Something could not be stored: ${storageProblem} Nothing that was accepted is lost; mail that could not be kept is turned away for now. Look after the disk of the data folder.`
  return [attention('storage', 'problem', text, null)]
}

function listenerFailed(listener: ListenerStatus): Attention[] {
  if (listener.state !== 'failed') return []
  const why = listener.problem ?? `Port ${listener.port} could not be bound.`
  const text = `The listener "${listener.name}" is not running. ${why}`
  return [{ kind: 'listener-failed', severity: 'problem', text, subject: listener.name }]
}

function certificate({ certificateProblem }: Situation): Attention[] {
  if (certificateProblem === null) return []
  return [{ kind: 'certificate', severity: 'warning', text: certificateProblem, subject: null }]
}

function backup({ backupProblem }: Situation): Attention[] {
  return backupProblem === null ? [] : [attention('backup', 'warning', backupProblem, null)]
}

function noRoute({ routes, rules }: Situation): Attention[] {
  const leads = rules.some((rule) => rule.enabled && rule.action.kind === 'route')
  if (leads) return []
  const text =
    routes.length === 0
      ? 'Mail has nowhere to go yet, so it is held. Add a route: a smart host, or delivery straight to the recipients.'
      : 'No relay rule leads to a route yet, so mail is held. Add a rule that sends it to one of your routes.'
  return [{ kind: 'no-route', severity: 'warning', text, subject: null }]
}

function paused({ pauses, routes }: Situation): Attention[] {
  const all = pauses.queue ? 'All delivery is paused. Mail is accepted and waits until you resume it.' : null
  const queue = all === null ? [] : [attention('paused', 'warning', all, null)]
  const single = pauses.routes.map((name) => {
    const waiting = routes.find((route) => route.name === name)?.waiting ?? 0
    return attention('paused', 'info', `The route "${name}" is paused; ${messages(waiting)} on it.`, name)
  })
  return [...queue, ...single]
}

/** A sign-in that is good may still have something to say: that it ends soon. */
function signInNeeded({ name, signIn, waiting }: RouteStatus): Attention[] {
  if (signIn === null || signIn.text === null) return []
  const mail = waiting === 0 ? '' : `, ${messages(waiting)}`
  switch (signIn.state) {
    case 'needed':
      return [
        attention('sign-in', 'warning', `The route "${name}" needs a sign-in${mail}: ${signIn.text}`, name),
      ]
    case 'revoked':
      return [
        attention(
          'sign-in',
          'problem',
          `The sign-in of the route "${name}" ended${mail}: ${signIn.text}`,
          name,
        ),
      ]
    case 'unreachable':
      return [
        attention(
          'sign-in',
          'warning',
          `The sign-in of the route "${name}" cannot be renewed just now${mail}: ${signIn.text} It is tried again by itself.`,
          name,
        ),
      ]
    case 'signed-in':
      return [attention('sign-in', 'info', `The route "${name}" is signed in. ${signIn.text}`, name)]
    default:
      return assertNever(signIn.state)
  }
}

function routeFailing(route: RouteStatus): Attention[] {
  const { lastFailureAt, lastSuccessAt } = route
  if (lastFailureAt === null || route.waiting === 0 || route.paused || isWhollyOpen(route)) return []
  if (lastSuccessAt !== null && lastSuccessAt >= lastFailureAt) return []
  const why = route.lastFailure ?? 'the last attempt failed'
  const text = `The route "${route.name}" fails, ${messages(route.waiting)}: ${[endSentence(why), ...explained(why)].join(' ')}`
  return [attention('route-failing', 'problem', text, route.name)]
}

/** What a server's words mean, and the first thing to do. Mailroom's own words say what they mean themselves. */
function explained(why: string): string[] {
  const reply = readReply(why)
  const { kind, meaning, actor, steps } = explainReply(reply)
  if (kind === 'unknown') return []
  return [...(reply.code === null ? [] : [meaning]), ...(actor === 'nobody' ? [] : steps.slice(0, 1))]
}

function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

function doubleBounces({ doubleBounces: number }: Situation): Attention[] {
  if (number === 0) return []
  const what = count(number, 'report to a sender', 'reports to senders')
  const text = `${what} could not be delivered, so nobody knows yet that the mail failed. Read what is held in the queue, tell the sender another way, then delete it or release it to try once more.`
  return [attention('double-bounce', 'warning', text, null)]
}

function held(situation: Situation): Attention[] {
  const number = situation.counts.held - situation.doubleBounces
  if (number <= 0) return []
  const what = `${count(number, 'message is', 'messages are')} held.`
  const text =
    noRoute(situation).length > 0
      ? `${what} Mail that has nowhere to go yet leaves by itself once a rule leads to a route.`
      : `${what} Look at ${number === 1 ? 'it' : 'them'} in the queue, then release or delete ${number === 1 ? 'it' : 'them'}.`
  return [attention('held', 'info', text, null)]
}

function failed({ counts }: Situation): Attention[] {
  if (counts.failed === 0) return []
  const text = `${count(counts.failed, 'message', 'messages')} could not be delivered. The queue says why for each recipient.`
  return [attention('failed', 'warning', text, null)]
}

function attention(
  kind: Attention['kind'],
  severity: Attention['severity'],
  text: string,
  subject: string | null,
): Attention {
  return { kind, severity, text, subject }
}

function messages(waiting: number): string {
  return count(waiting, 'message waits', 'messages wait')
}

function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`
}
