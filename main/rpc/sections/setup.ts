import { hostname } from 'node:os'
import { probePort } from '../../engine/inbound/ports/probe-port.ts'
import type { Engine } from '../../engine/running-engine.ts'
import { listSessions } from '../../engine/sessions/list-sessions.ts'
import { lookAtComputer } from '../../engine/setup/look-at-computer.ts'
import { networkActivity } from '../../engine/setup/network-activity.ts'
import { ownInterfaces } from '../../engine/setup/own-interfaces.ts'
import { keepProgress, readProgress } from '../../engine/setup/setup-progress.ts'
import { implementer } from '../implementer.ts'

const api = implementer.setup

/** Of the newest messages: enough to meet everybody who sends. */
const SENDERS_READ = 100

export const setup = api.router({
  look: api.look.handler(({ context: { engine } }) => look(engine)),
  progress: api.progress.handler(({ context: { engine } }) =>
    readProgress(engine.storage, engine.config.bare().routes.length > 0),
  ),
  keep: api.keep.handler(async ({ context, input }) => {
    await keepProgress(context.engine.storage, input)
    return {}
  }),
  networkActivity: api.networkActivity.handler(({ context: { engine } }) =>
    networkActivity(
      engine.config.bare().networks.map(({ name }) => name),
      async (filter, limit) =>
        (await listSessions(engine.sessions, engine.storage, { filter, cursor: null, limit })).rows,
    ),
  ),
})

async function look(engine: Engine) {
  const [status, newest] = await Promise.all([
    engine.status(),
    engine.storage.listMessages({
      filter: {},
      sort: { by: 'receivedAt', direction: 'descending' },
      cursor: null,
      limit: SENDERS_READ,
      now: engine.now(),
    }),
  ])
  const ours = status.listeners.filter(({ state }) => state === 'listening').map(({ port }) => port)
  return lookAtComputer({
    computerName: hostname(),
    interfaces: ownInterfaces(),
    config: engine.config.bare(),
    accountSenders: engine.accounts.list().flatMap(({ allowedSenders }) => allowedSenders),
    seenSenders: newest.rows.map(({ sender }) => sender),
    ourPorts: new Set(ours),
    probe: (port) => probePort('0.0.0.0', port),
  })
}
