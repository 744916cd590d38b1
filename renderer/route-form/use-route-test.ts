import { useCallback, useEffect, useRef, useState } from 'react'
import type { RouteTestEvent } from '../../shared/contract/routes.ts'
import type { Route } from '../../shared/domain/route.ts'
import type { SessionLine } from '../../shared/domain/session.ts'
import { useEngine } from '../bridge/bridge-context.tsx'
import { problemText } from '../forms/server-issues.ts'

export type RouteTest =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly lines: readonly SessionLine[] }
  | {
      readonly kind: 'done'
      readonly lines: readonly SessionLine[]
      readonly ok: boolean
      readonly text: string
    }

/** Tries a route and gathers the conversation. A new run, or leaving, ends the one before. */
export function useRouteTest() {
  const { client } = useEngine()
  const [test, setTest] = useState<RouteTest>({ kind: 'idle' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  const run = useCallback(
    async (route: Route, domain: string | undefined) => {
      running.current?.abort()
      const controller = new AbortController()
      running.current = controller
      setTest({ kind: 'running', lines: [] })
      try {
        const input = domain === undefined ? { route } : { route, domain }
        for await (const event of await client.routes.test(input, { signal: controller.signal }))
          if (!controller.signal.aborted) setTest((state) => addEvent(state, event))
      } catch (error) {
        if (!controller.signal.aborted)
          setTest((state) => ({ kind: 'done', lines: linesOf(state), ok: false, text: problemText(error) }))
      }
    },
    [client],
  )
  const cancel = useCallback(() => {
    running.current?.abort()
    setTest({ kind: 'idle' })
  }, [])
  return { test, run, cancel }
}

function addEvent(state: RouteTest, event: RouteTestEvent): RouteTest {
  return event.kind === 'line'
    ? { kind: 'running', lines: [...linesOf(state), event.line] }
    : { kind: 'done', lines: linesOf(state), ok: event.ok, text: event.text }
}

function linesOf(state: RouteTest): readonly SessionLine[] {
  return state.kind === 'idle' ? [] : state.lines
}
