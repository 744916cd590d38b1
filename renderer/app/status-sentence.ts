/** The status bar: one sentence that is always true, each part a link to where it can be seen. */
import type { Status } from '../../shared/contract/system.ts'
import type { ConnectionState } from '../bridge/bridge.ts'
import { count, counted, shortNumber } from '../format/quantity.ts'
import type { Panel } from '../location/place.ts'
import { t } from '../text/t.ts'

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
              ? t('Connecting to the mail engine')
              : t('Not connected to the mail engine'),
          panel: 'overview',
        },
      ],
    }
  if (!status) return { tone: 'unknown', parts: [{ text: t('Asking the mail engine'), panel: 'overview' }] }
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
  return { text: status.pauses.queue ? t('Delivery is paused') : t('Running'), panel: 'overview' }
}

function listeners(status: Status): SentencePart {
  const enabled = status.listeners.filter((listener) => listener.state !== 'disabled')
  const failed = enabled.filter((listener) => listener.state === 'failed').length
  const text =
    enabled.length === 0
      ? t('no listener')
      : failed === 0
        ? counted(enabled.length, 'listener')
        : t('{failed} of {listeners} failed', { failed, listeners: counted(enabled.length, 'listener') })
  return { text, panel: 'settings', params: { section: 'listeners' } }
}

function depth({ counts }: Status): SentencePart {
  const waiting = counts.queued + counts.active + counts.deferred
  return {
    text: waiting === 0 ? t('nothing waiting') : t('{count} waiting', { count: count(waiting) }),
    panel: 'queue',
    params: { view: 'waiting' },
  }
}

function rate({ throughput }: Status): SentencePart {
  // Five minutes: one minute jumps, an hour hides that it stopped.
  const recent = throughput.deliveredPerMinute.slice(-5)
  const mean = recent.reduce((sum, value) => sum + value, 0) / Math.max(1, recent.length)
  return { text: t('{rate} msg/min', { rate: shortNumber(mean) }), panel: 'overview' }
}

function routes(status: Status): SentencePart[] {
  if (status.routes.length === 0) return [{ text: t('no route yet'), panel: 'routes' }]
  const failing = status.routes.filter(isFailing)
  const [first] = failing
  const signedOut = status.routes.find(needsSignIn)
  if (!first && signedOut)
    return [{ text: t('{route} needs a sign-in', { route: signedOut.name }), panel: 'routes' }]
  if (!first) {
    const [only] = status.routes
    return [
      {
        text:
          status.routes.length === 1 && only
            ? t('{route} OK', { route: only.name })
            : t('{count} routes OK', { count: status.routes.length }),
        panel: 'routes',
      },
    ]
  }
  return [
    {
      text:
        failing.length === 1
          ? t('{route} is failing', { route: first.name })
          : t('{count} routes are failing', { count: failing.length }),
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
