import type { Clock } from '../ports.ts'
import type { QueueStorage } from '../storage/storage.ts'
import type { QueueService } from './queue-service.ts'

/**
 * The queue while nothing is delivered: what is asked of it is done on the store. Leases can only be of a dead run, and
 * would keep operations from what they hold.
 */
export async function createOfflineQueue(
  scheduler: QueueService,
  storage: Pick<QueueStorage, 'getPauses' | 'setPauses' | 'releaseLeases'>,
  clock: Clock,
): Promise<QueueService> {
  await storage.releaseLeases({ now: clock.now(), expiredOnly: false })
  let pauses = await storage.getPauses()
  return {
    receive: (message) => scheduler.receive(message),
    start: async () => {},
    stop: async () => {},
    operate: (operation, selection, actor) => scheduler.operate(operation, selection, actor),
    async pause(route, paused, actor) {
      const others = pauses.routes.filter((name) => name !== route)
      const routes = route !== null && paused ? [...others, route] : others
      const next = route === null ? { ...pauses, queue: paused } : { ...pauses, routes }
      const action = paused ? 'pause' : 'resume'
      await storage.setPauses(next, { at: clock.now(), actor, action, detail: { route } })
      pauses = next
      return next
    },
    pauses: () => pauses,
    startWaiting: (routes, domains) => scheduler.startWaiting(routes, domains),
  }
}
