import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import type { Call } from './protocol.ts'

/**
 * Hands over everything that has arrived, again and again: while one lot is at work (a commit, say) the next one
 * gathers in the port.
 */
export function takeCalls(port: MessagePort, run: (calls: readonly Call[]) => void): void {
  port.on('message', (first: readonly Call[]) => {
    const calls = [...first]
    for (let more = receiveMessageOnPort(port); more; more = receiveMessageOnPort(port))
      calls.push(...more.message)
    run(calls)
  })
}
