import type { Bridge } from './bridge.ts'
import { signIn, takeTokenFromLocation } from './console-session.ts'
import { createMessagePortBridge } from './message-port-bridge.ts'
import { askForSession, createWebSocketBridge, rpcUrl } from './web-socket-bridge.ts'

/** Desktop or browser: Electron says so in its user agent, and only there is a preload that hands out ports. */
export async function openBridge(page: Window): Promise<Bridge> {
  if (page.navigator.userAgent.includes('Electron/')) return createMessagePortBridge(page)
  const token = takeTokenFromLocation(page)
  if (token !== null) await signIn(token)
  return createWebSocketBridge({ url: rpcUrl(page.location), hasSession: () => askForSession() })
}
