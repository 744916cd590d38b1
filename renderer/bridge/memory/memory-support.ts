/** What the pretended engine says of itself, and a bundle such as a real one makes. */
import type { About, SupportBundle } from '../../../shared/contract/support.ts'
import type { MemoryEngine } from './memory-engine.ts'

export function memoryAbout(engine: MemoryEngine): About {
  const { version, dataFolder } = engine.status()
  return {
    version,
    components: [
      { name: 'Node', version: '24.21.0' },
      { name: 'V8', version: '13.6.233.17' },
      { name: 'OpenSSL', version: '3.5.4' },
    ],
    platform: 'linux 6.12.0 x64',
    dataFolder,
  }
}

export function memoryBundle(engine: MemoryEngine): SupportBundle {
  const { counts, listeners, openSessions, startedAt } = engine.status()
  const { version, components, platform } = memoryAbout(engine)
  return {
    files: [
      { name: 'versions.json', text: json({ mailroom: version, components, platform, schemaVersion: 6 }) },
      {
        name: 'status.json',
        text: json({
          counts,
          openSessions,
          listeners: listeners.map((listener, index) => ({
            ...listener,
            name: `listener-${index + 1}`,
            problem: null,
          })),
        }),
      },
      {
        name: 'configuration.json',
        text: json({
          hostname: 'domain-1.example',
          routes: engine.config.routes.map(({ kind }, index) => ({ name: `route-${index + 1}`, kind })),
          retry: engine.config.retry,
          retention: engine.config.retention,
        }),
      },
      {
        name: 'log.txt',
        text: [
          `${new Date(startedAt).toISOString()} info: The listener "listener-1" listens.`,
          `${new Date(startedAt + 61_000).toISOString()} warn: The route "route-1" fails: 535 5.7.8 person-1@domain-2.example`,
          '',
        ].join('\n'),
      },
    ],
    redacted: [
      'Passwords, keys, tokens and certificates are not in it.',
      'Mail is not in it: no content, no subject, no list of messages.',
      'Addresses, domains, hosts and network addresses are replaced, each by the same pseudonym everywhere (person-1@domain-1.example).',
    ],
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
