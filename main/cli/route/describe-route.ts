/** Routes in the words of the command line. Pure. */
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { Route } from '../../../shared/domain/route.ts'
import { formatTime, plainText } from '../output.ts'
import type { RouteWithStatus } from './find-route.ts'

/** Name, where it leads, how it is, and what waits on it. */
export function routeCells({ route, status }: RouteWithStatus): string[] {
  return [
    plainText(route.name),
    whereTo(route),
    `${status.waiting} waiting`,
    plainText(conditionOf({ route, status })),
  ]
}

export function describeRoute({ route, status }: RouteWithStatus, now: number): string[] {
  const { pacing } = route
  const limits = [
    pacing.messagesPerMinute === undefined ? null : `${pacing.messagesPerMinute} messages a minute`,
    pacing.recipientsPerDay === undefined ? null : `${pacing.recipientsPerDay} recipients a day`,
    pacing.recipientsPerMessage === undefined ? null : `${pacing.recipientsPerMessage} recipients a message`,
  ].filter((limit) => limit !== null)
  const lines = [
    `Route "${route.name}": ${whereTo(route)}`,
    `Now: ${conditionOf({ route, status })}; ${status.waiting} waiting`,
    `Limits: ${[`${route.maxConnections} connections`, ...limits].join(', ')}`,
    ...status.circuits.map(({ host, state, until, reason }) => {
      const when = until === null || until <= now ? '' : ` until ${formatTime(until)}`
      return `Host ${host}: ${state}${when}${reason === null ? '' : `: ${reason}`}`
    }),
    ...(status.signIn ? [`Sign-in: ${status.signIn.state}${detail(status.signIn.text)}`] : []),
    `Last success: ${status.lastSuccessAt === null ? 'none since start' : formatTime(status.lastSuccessAt)}`,
    ...(status.lastFailureAt === null
      ? []
      : [`Last failure: ${formatTime(status.lastFailureAt)}: ${status.lastFailure ?? ''}`]),
  ]
  return lines.map(plainText)
}

function whereTo(route: Route): string {
  switch (route.kind) {
    case 'smarthost': {
      const hosts = [route, ...route.fallbacks].map(({ host, port }) => `${host}:${port}`)
      return `smart host ${hosts.join(', then ')}`
    }
    case 'mx':
      return 'straight to the recipients’ mail servers (MX)'
    case 'lmtp':
      return `LMTP ${route.host}:${route.port}`
    case 'maildir':
      return `Maildir ${route.path}`
    case 'capture':
      return 'kept here, never sent'
    case 'hold':
      return 'held until released'
    default:
      return assertNever(route)
  }
}

function conditionOf({ status }: RouteWithStatus): string {
  if (status.paused) return 'paused'
  if (status.waitingFor !== null) return status.waitingFor
  const { lastFailureAt, lastSuccessAt } = status
  if (lastFailureAt !== null && lastFailureAt > (lastSuccessAt ?? 0)) return 'the last attempt failed'
  return status.circuits.some(({ state }) => state !== 'closed') ? 'works over another host' : 'ready'
}

function detail(text: string | null): string {
  return text === null ? '' : `: ${text}`
}
