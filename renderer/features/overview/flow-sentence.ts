/** The one sentence at the top: does mail flow, and if not, why. Decided from the status alone. */
import type { Attention, Status } from '../../../shared/contract/system.ts'
import { counted } from '../../format/quantity.ts'
import { t } from '../../text/t.ts'

export interface FlowSentence {
  readonly tone: 'ok' | 'warn' | 'bad' | 'quiet'
  readonly title: string
  /** What is in the queue at this moment. */
  readonly detail: string
  /** What says why, in the engine's words, and what to do; null where all is well. */
  readonly about: Attention | null
}

export function flowSentence(status: Status): FlowSentence {
  return { detail: depthSentence(status), about: null, ...findSentence(status) }
}

type Found = Pick<FlowSentence, 'tone' | 'title'> & Partial<FlowSentence>

/** What stops most mail comes first. */
function findSentence(status: Status): Found {
  return cannotCome(status) ?? cannotGo(status) ?? goesOn(status)
}

function cannotCome(status: Status): Found | null {
  if (status.disk.low)
    return {
      tone: 'bad',
      title: t('New mail is turned away: the disk is nearly full'),
      about: find(status, 'disk-low'),
    }
  const storage = find(status, 'storage')
  if (storage) return { tone: 'bad', title: t('The queue cannot be written'), about: storage }
  if (!status.listeners.some((listener) => listener.state === 'listening'))
    return {
      tone: 'bad',
      title: t('No mail can come in: no listener is running'),
      about: find(status, 'listener-failed'),
    }
  return null
}

function cannotGo(status: Status): Found | null {
  if (status.pauses.queue)
    return { tone: 'warn', title: t('Delivery is paused'), about: find(status, 'paused', null) }
  const signedOut = status.routes.find(
    ({ signIn, waiting }) => (signIn?.state === 'needed' || signIn?.state === 'revoked') && waiting > 0,
  )
  if (signedOut)
    return {
      tone: 'bad',
      title: t('Mail by {route} is waiting for a sign-in', { route: signedOut.name }),
      about: find(status, 'sign-in', signedOut.name),
    }
  const noHost = status.attention.find(({ kind, severity }) => kind === 'circuit' && severity === 'problem')
  if (noHost?.subject)
    return {
      tone: 'bad',
      title: t('Mail by {route} is waiting: no host of it answers', { route: noHost.subject }),
      about: noHost,
    }
  return failingRoutes(status) ?? stuck(status)
}

function failingRoutes(status: Status): Found | null {
  const failing = status.attention.filter((item) => item.kind === 'route-failing')
  const [first] = failing
  if (!first) return null
  return failing.length === 1 && first.subject
    ? { tone: 'bad', title: t('Mail by {route} is waiting', { route: first.subject }), about: first }
    : { tone: 'bad', title: t('Mail by {count} routes is waiting', { count: failing.length }) }
}

function stuck(status: Status): Found | null {
  const about = find(status, 'queue-stuck')
  if (!about) return null
  const title =
    about.subject === null
      ? t('Mail is due, and nothing moves')
      : t('Mail by {route} does not move', { route: about.subject })
  return { tone: 'bad', title, about }
}

function goesOn(status: Status): Found {
  const noRoute = find(status, 'no-route')
  if (noRoute)
    return status.counts.held > 0
      ? { tone: 'warn', title: t('Mail is held: it has nowhere to go yet'), about: noRoute }
      : {
          tone: 'quiet',
          title: t('Mailroom is running'),
          detail: t('It takes mail already; what is missing is where the mail goes.'),
        }
  if (find(status, 'listener-failed'))
    return { tone: 'warn', title: t('Mail is flowing, but one listener is not running') }
  if (Object.values(status.counts).every((value) => value === 0))
    return { tone: 'ok', title: t('Ready: no mail has come in yet') }
  return { tone: 'ok', title: t('Mail is flowing') }
}

function find(status: Status, kind: Attention['kind'], subject?: string | null): Attention | null {
  const fits = (item: Attention) => item.kind === kind && (subject === undefined || item.subject === subject)
  return status.attention.find(fits) ?? null
}

const HOUR = 3_600_000

function depthSentence({ counts, throughput, startedAt, now: asked }: Status): string {
  const waiting = counts.queued + counts.active + counts.deferred
  const hour = throughput.deliveredPerMinute.reduce((sum, value) => sum + value, 0)
  const now =
    waiting === 0
      ? t('Nothing waits.')
      : t('{waiting}.', { waiting: counted(waiting, 'message waits', 'messages wait') })
  // By recipients: a message to three of them is delivered three times.
  const deliveries = counted(hour, 'delivery', 'deliveries')
  return `${now} ${asked - startedAt < HOUR ? sinceStart(hour, deliveries) : lastHour(hour, deliveries)}`
}

function lastHour(number: number, deliveries: string): string {
  return number === 0
    ? t('No deliveries in the last hour.')
    : t('{deliveries} in the last hour.', { deliveries })
}

/** Minutes are counted in memory: of the time before its start the program would say that nothing was delivered. */
function sinceStart(number: number, deliveries: string): string {
  return number === 0
    ? t('No deliveries since the start.')
    : t('{deliveries} since the start.', { deliveries })
}
