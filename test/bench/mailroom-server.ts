import { fileURLToPath } from 'node:url'
import type { ConfigInput } from '../../shared/domain/config.ts'
import { MailroomProcess } from '../support/mailroom-process.ts'
import type { BenchServer } from './scenarios.ts'

/** As it is installed: the built program. */
export const BUILT_PROGRAM = fileURLToPath(new URL('../../out/main/mailroom.js', import.meta.url))

/** As many to one destination as Postfix opens (default_destination_concurrency_limit). */
const CONNECTIONS = { maxConnections: 20, maxConnectionsPerHost: 20 }

export const mailroomServer: BenchServer = {
  name: 'Mailroom',
  async start(purpose) {
    const relay: ConfigInput =
      purpose.kind === 'hold'
        ? { rules: [{ name: 'all', action: { kind: 'hold' } }] }
        : {
            routes: [
              {
                name: 'sink',
                kind: 'smarthost',
                host: '127.0.0.1',
                port: purpose.to,
                tls: 'never',
                ...CONNECTIONS,
              },
            ],
            rules: [{ name: 'all', action: { kind: 'route', route: 'sink' } }],
          }
    const listener = { name: 'bench', host: '127.0.0.1', port: 0, trustedNetworks: ['127.0.0.0/8'] }
    const config: ConfigInput = {
      hostname: 'relay.test',
      console: { port: 0 },
      listeners: [listener],
      ...relay,
    }
    const mailroom = await MailroomProcess.start({ config, program: BUILT_PROGRAM })
    return { port: mailroom.port(), pid: mailroom.pid, stop: () => mailroom.stop() }
  },
}
