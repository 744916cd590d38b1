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
    const relay: ConfigInput = purpose.kind === 'keep' ? {} : relayTo(purpose.to)
    const listener = { name: 'bench', host: '127.0.0.1', port: 0, trustedNetworks: ['127.0.0.0/8'] }
    const config: ConfigInput = {
      hostname: 'relay.test',
      console: { port: 0 },
      listeners: [listener],
      ...relay,
    }
    const mailroom = await MailroomProcess.start({ config, program: BUILT_PROGRAM })
    if (purpose.kind === 'keep') await pauseQueue(mailroom)
    return { port: mailroom.port(), pid: mailroom.pid, stop: () => mailroom.stop() }
  },
}

function relayTo(port: number): ConfigInput {
  const sink = { name: 'sink', kind: 'smarthost', host: '127.0.0.1', port, tls: 'never' } as const
  return {
    routes: [{ ...sink, ...CONNECTIONS }],
    rules: [{ name: 'all', action: { kind: 'route', route: 'sink' } }],
  }
}

async function pauseQueue(mailroom: MailroomProcess): Promise<void> {
  const { code, stderr } = await mailroom.cli('queue', 'pause')
  if (code !== 0) throw new Error(`the queue was not paused: ${stderr}`)
}
