import type { RouteTestEvent } from '../../shared/contract/routes.ts'
import type { SessionLine } from '../../shared/domain/session.ts'

/** Lines as they come, then the verdict; ends early when its reader leaves. */
export async function* streamRouteTest(
  run: (
    onLine: (line: SessionLine) => void,
    signal: AbortSignal,
  ) => Promise<{ readonly ok: boolean; readonly text: string }>,
  signal: AbortSignal,
): AsyncGenerator<RouteTestEvent, void> {
  const left = new AbortController()
  const waiting: RouteTestEvent[] = []
  let wake: () => void = () => {}
  const push = (event: RouteTestEvent) => {
    waiting.push(event)
    wake()
  }
  const verdict = run((line) => push({ kind: 'line', line }), AbortSignal.any([signal, left.signal]))
  const ended = verdict.then(({ ok, text }) => push({ kind: 'verdict', ok, text }))
  try {
    for (;;) {
      const event = waiting.shift()
      if (event) {
        yield event
        if (event.kind === 'verdict') return
      }
      // A failed run rejects here; an event that came since wakes at once.
      else await Promise.race([ended, new Promise<void>((resolve) => (wake = resolve))])
    }
  } finally {
    left.abort()
    await ended.catch(() => undefined)
  }
}
