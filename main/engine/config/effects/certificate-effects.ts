import { isDeepStrictEqual } from 'node:util'
import type { Effect } from '../../../../shared/contract/configuration.ts'
import { type ConfigPair, count, type EffectFacts, info, listed, warning } from './effect-facts.ts'

/** New handshakes find the new certificate, open sessions keep theirs: no listener is restarted for it. */
export function certificateEffects({ before, after }: ConfigPair, facts: EffectFacts): Effect[] {
  const isOther = !isDeepStrictEqual(before.certificate, after.certificate)
  if (isOther) return exchanged({ before, after }, facts)
  if (before.hostname === after.hostname || after.hostname === undefined || facts.certificate === null)
    return []
  return renamed(after.hostname, after.certificate.kind === 'generated', facts.certificate.names)
}

function exchanged({ before, after }: ConfigPair, facts: EffectFacts): Effect[] {
  const open = facts.listeners.reduce((sum, { connections }) => sum + connections, 0)
  const kept = open === 0 ? '' : ` ${count(open, 'open session keeps', 'open sessions keep')} the old one.`
  return [
    ...trust(before.certificate.kind, after.certificate.kind),
    info(`New TLS connections see the new certificate at once; no listener is restarted.${kept}`),
  ]
}

type Kind = ConfigPair['after']['certificate']['kind']

function trust(before: Kind, after: Kind): Effect[] {
  if (before === 'generated' && after !== 'generated')
    return [
      warning(
        'Devices that were taught to trust Mailroom’s own CA must trust the issuer of the new certificate.',
      ),
    ]
  if (before !== 'generated' && after === 'generated')
    return [
      warning('Devices that check certificates need Mailroom’s own CA: export it below, install it there.'),
    ]
  return []
}

function renamed(hostname: string, isGenerated: boolean, names: readonly string[]): Effect[] {
  if (names.some((name) => covers(name, hostname.toLowerCase()))) return []
  if (isGenerated)
    return [
      info(
        `The generated certificate is made anew for ${hostname}; new TLS connections see it at once, and devices that trust Mailroom’s CA go on.`,
      ),
    ]
  return [
    warning(
      `Your certificate is for ${listed(names.slice(0, 5))}, not for ${hostname}: clients that check names will not connect under that name.`,
    ),
  ]
}

/** RFC 9525 §6.3: a wildcard stands for one label. */
function covers(pattern: string, name: string): boolean {
  const known = pattern.toLowerCase()
  if (known === name) return true
  return known.startsWith('*.') && name.slice(name.indexOf('.')) === known.slice(1)
}
