import { CSPProvider } from '@base-ui/react/csp-provider'
import { Tooltip } from '@base-ui/react/tooltip'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import type { Bridge } from '../bridge/bridge.ts'
import { EngineProvider } from '../bridge/bridge-context.tsx'
import { Frame } from './frame.tsx'

export function App({ bridge, queries }: { bridge: Bridge; queries: QueryClient }) {
  return (
    <StrictMode>
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={queries}>
          <EngineProvider bridge={bridge}>
            <Tooltip.Provider delay={500} closeDelay={0}>
              <Frame />
            </Tooltip.Provider>
          </EngineProvider>
        </QueryClientProvider>
      </CSPProvider>
    </StrictMode>
  )
}
