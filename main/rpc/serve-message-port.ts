import { onError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import type { RpcContext } from './context.ts'
import { router } from './router.ts'

type Port = Parameters<RPCHandler<RpcContext>['upgrade']>[0]

/**
 * Serves one window over a MessagePort: Electron's MessagePortMain, a web one, or Node's. Calls that are going on and
 * streams end when the port closes. The caller starts the port afterwards, where its kind asks for that.
 */
export function serveMessagePort(port: Port, context: RpcContext): void {
  handler.upgrade(port, { context })
}

const handler = new RPCHandler<RpcContext>(router, {
  // A call that matches no procedure or cannot be decoded never reaches the router's own error handling.
  interceptors: [onError((error, { context }) => logMalformed(error, context))],
})

function logMalformed(error: unknown, { engine }: RpcContext): void {
  engine.logger.warn('A window sent a call that could not be read.', { error })
}
