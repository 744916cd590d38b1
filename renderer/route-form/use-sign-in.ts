import { useCallback, useEffect, useRef, useState } from 'react'
import type { SignInEvent } from '../../shared/contract/routes.ts'
import { useEngine } from '../bridge/bridge-context.tsx'
import { problemText } from '../forms/server-issues.ts'

export type SignInProgress = { readonly kind: 'idle' } | { readonly kind: 'starting' } | SignInEvent

/** Signs a route in and follows how it goes. Cancelling, or leaving, gives it up at the engine too. */
export function useSignIn(route: string) {
  const { client } = useEngine()
  const [progress, setProgress] = useState<SignInProgress>({ kind: 'idle' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  const start = useCallback(async () => {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    setProgress({ kind: 'starting' })
    try {
      for await (const event of await client.routes.signIn({ name: route }, { signal: controller.signal })) {
        if (controller.signal.aborted) return
        // The window itself shows no foreign page: the address goes to the system's browser.
        if (event.kind === 'browser') globalThis.open(event.url, '_blank', 'noopener,noreferrer')
        setProgress(event)
      }
    } catch (error) {
      if (!controller.signal.aborted) setProgress({ kind: 'failed', text: problemText(error) })
    }
  }, [client, route])
  const cancel = useCallback(() => {
    running.current?.abort()
    setProgress({ kind: 'idle' })
  }, [])
  return { progress, start, cancel }
}
