import type { ConfigSource } from '../config/config-source.ts'
import { EngineError, notFound } from '../engine-error.ts'
import type { Clock } from '../ports.ts'
import type { QueueStorage } from '../storage/storage.ts'
import { domainPatterns } from './answer-etrn.ts'
import { waitsForEtrn } from './choose-route.ts'
import type { QueueService } from './queue-service.ts'

export interface StartParts {
  readonly config: Pick<ConfigSource, 'current'>
  readonly queue: Pick<QueueService, 'startWaiting'>
  readonly storage: Pick<QueueStorage, 'addAudit'>
  readonly clock: Clock
}

/** What ETRN does, asked for by the operator. Answers how many messages were started. */
export async function startRoute(
  { config, queue, storage, clock }: StartParts,
  name: string,
  domain: string | null,
  actor: string,
): Promise<number> {
  const route = config.current().routes.find((one) => one.name === name)
  if (!route) throw notFound('route', name)
  if (!waitsForEtrn(route))
    throw new EngineError(
      'CONFLICT',
      `Mail on the route "${name}" does not wait for ETRN: it goes by itself.`,
    )
  const messages = await queue.startWaiting([name], domain === null ? null : domainPatterns(domain))
  await storage.addAudit({
    at: clock.now(),
    actor,
    action: 'route started',
    detail: { name, domain, messages },
  })
  return messages
}
