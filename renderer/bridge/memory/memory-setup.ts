/** The guided start over the pretended engine: an office computer with two networks. */
import { implement } from '@orpc/server'
import { contract } from '../../../shared/contract/contract.ts'
import type { FoundComputer, NetworkActivity, SetupProgress } from '../../../shared/contract/setup.ts'
import type { MemoryEngine } from './memory-engine.ts'

const os = implement(contract)

export function setupProcedures(engine: MemoryEngine) {
  let kept: SetupProgress | null = null
  return {
    look: os.setup.look.handler(() => computer(engine)),
    progress: os.setup.progress.handler(
      () =>
        kept ?? {
          state: engine.config.routes.length > 0 ? 'done' : 'new',
          step: 'you',
          answers: {},
        },
    ),
    keep: os.setup.keep.handler(({ input }) => {
      kept = input
      return {}
    }),
    networkActivity: os.setup.networkActivity.handler(() => engine.config.networks.map(activity(engine))),
  }
}

function computer(engine: MemoryEngine): FoundComputer {
  const used = new Set(engine.config.listeners.filter(({ enabled }) => enabled).map(({ port }) => port))
  return {
    hostname: engine.config.hostname ?? 'desk-3.office.test',
    hostnameFrom: engine.config.hostname === undefined ? 'the name of this computer' : 'the settings',
    domains: [...new Set([...engine.config.localDomains, 'office.test'])],
    addresses: [
      { address: '192.168.10.5', interface: 'Ethernet', network: '192.168.10.0/24', kind: 'private' },
      { address: '10.8.0.2', interface: 'VPN', network: '10.8.0.0/24', kind: 'private' },
      { address: 'fd12:3456::5', interface: 'Ethernet', network: 'fd12:3456::/64', kind: 'private' },
      { address: '127.0.0.1', interface: 'lo', network: '127.0.0.0/8', kind: 'loopback' },
    ],
    ports: [25, 587, 465, 2525].map((port) => ({
      port,
      free: port !== 25 && !used.has(port),
      ours: used.has(port) && port !== 465,
      problem:
        port === 25 && !used.has(25)
          ? 'Port 25 on 0.0.0.0 is taken by “postfix” (pid 812). Stop that program, or choose another port. Port 2525 is free: use that one instead.'
          : null,
    })),
  }
}

function activity(engine: MemoryEngine) {
  return ({ name }: { name: string }): NetworkActivity => {
    const clients = new Map<string, NetworkActivity['clients'][number]>()
    for (const { row } of engine.sessions) {
      if (row.network !== name) continue
      const before = clients.get(row.peerAddress)
      clients.set(row.peerAddress, {
        client: row.peerAddress,
        lastSeenAt: Math.max(row.startedAt, before?.lastSeenAt ?? 0),
        messages: (before?.messages ?? 0) + row.messageIds.length,
      })
    }
    const all = [...clients.values()].sort((a, b) => b.lastSeenAt - a.lastSeenAt)
    return { name, lastSeenAt: all[0]?.lastSeenAt ?? null, clients: all }
  }
}
