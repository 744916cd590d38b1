/** The status bar: one sentence that is always true, each part a link to where it can be seen. */
import type { Status } from '../../shared/contract/system.ts'
import type { ConnectionState } from '../bridge/bridge.ts'
import { count, counted } from '../format/quantity.ts'
import type { Panel } from '../location/place.ts'

export interface SentencePart {
  readonly text: string
  readonly panel: Panel
  readonly params?: Readonly<Record<string, string>>
}

export interface Sentence {
  readonly tone: 'ok' | 'warn' | 'bad' | 'unknown'
  readonly parts: readonly SentencePart[]
}

export function statusSentence(connection: ConnectionState, status: Status | null): Sentence {
  if (connection.kind !== 'connected')
    return {
      tone: 'unknown',
      parts: [
        {
          text:
            connection.kind === 'connecting'
              ? 'Connecting to the mail engine'
              : 'Not connected to the mail engine',
          panel: 'overview',
        },
      ],
    }
  if (!status) return { tone: 'unknown', parts: [{ text: 'Asking the mail engine', panel: 'overview' }] }
  return {
    tone: tone(status),
    parts: [state(status), listeners(status), depth(status), rate(status), ...routes(status)],
  }
}

function tone(status: Status): Sentence['tone'] {
  if (status.attention.some((item) => item.severity === 'problem')) return 'bad'
  if (status.pauses.queue || status.attention.some((item) => item.severity === 'warning')) return 'warn'
  return 'ok'
}

function state(status: Status): SentencePart {
  return { text: status.pauses.queue ? 'Delivery is paused' : 'Running', panel: 'overview' }
}

function listeners(status: Status): SentencePart {
  const enabled = status.listeners.filter((listener) => listener.state !== 'disabled')
  const failed = enabled.filter((listener) => listener.state === 'failed').length
  const text =
    enabled.length === 0
      ? 'no listener'
      : failed === 0
        ? counted(enabled.length, 'listener')
        : `${failed} of ${counted(enabled.length, 'listener')} failed`
  return { text, panel: 'settings', params: { section: 'listeners' } }
}

function depth({ counts }: Status): SentencePart {
  const waiting = counts.queued + counts.active + counts.deferred
  return {
    text: waiting === 0 ? 'nothing waiting' : `${count(waiting)} waiting`,
    panel: 'queue',
    params: { view: 'waiting' },
  }
}

function rate({ throughput }: Status): SentencePart {
  // Five minutes: one minute jumps, an hour hides that it stopped.
  const recent = throughput.deliveredPerMinute.slice(-5)
  const mean = recent.reduce((sum, value) => sum + value, 0) / Math.max(1, recent.length)
  return { text: `${mean >= 10 ? Math.round(mean) : Number(mean.toFixed(1))} msg/min`, panel: 'overview' }
}

function routes(status: Status): SentencePart[] {
  if (status.routes.length === 0) return [{ text: 'no route yet', panel: 'routes' }]
  const failing = status.routes.filter(isFailing)
  const [first] = failing
  const signedOut = status.routes.find(needsSignIn)
  if (!first && signedOut) return [{ text: `${signedOut.name} needs a sign-in`, panel: 'routes' }]
  if (!first) {
    const [only] = status.routes
    return [
      {
        text: status.routes.length === 1 && only ? `${only.name} OK` : `${status.routes.length} routes OK`,
        panel: 'routes',
      },
    ]
  }
  return [
    {
      text: failing.length === 1 ? `${first.name} is failing` : `${failing.length} routes are failing`,
      panel: 'routes',
    },
  ]
}

/** Its mail waits until a person signs it in. */
export function needsSignIn({ signIn }: Status['routes'][number]): boolean {
  return signIn?.state === 'needed' || signIn?.state === 'revoked'
}

/** The last thing that the route did was to fail. */
export function isFailing(route: Status['routes'][number]): boolean {
  return route.lastFailureAt !== null && route.lastFailureAt > (route.lastSuccessAt ?? 0)
}
