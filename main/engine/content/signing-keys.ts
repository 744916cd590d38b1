import type { DkimKey } from '../../../shared/domain/dkim.ts'
import type { ConfigSource } from '../config/config-source.ts'
import { dkimSecretName } from '../config/configuration-secrets.ts'
import { asciiDomain } from '../inbound/admission.ts'
import { openPrivateKey } from './dkim-key-pair.ts'
import type { SigningKey } from './dkim-signature.ts'

/** Keys that sign for a domain; those of a domain above or below it do not. */
export type SigningKeys = (domain: string) => Promise<readonly SigningKey[]>

/** Opened once for each domain, anew after a change. A key whose private part is missing or broken is left out. */
export function createSigningKeys(
  config: Pick<ConfigSource, 'current' | 'onChange' | 'secret'>,
): SigningKeys {
  let opened = new Map<string, Promise<readonly SigningKey[]>>()
  // Private keys alone are not seen in a change, so that every one counts.
  config.onChange(() => {
    opened = new Map()
  })
  return (domain) => {
    const name = asciiDomain(domain)
    const known = opened.get(name)
    if (known) return known
    const keys = config.current().dkim.filter((key) => key.active && asciiDomain(key.domain) === name)
    // Domains without a key are many and cost nothing to find again.
    if (keys.length === 0) return Promise.resolve([])
    const opening = Promise.all(keys.map((key) => openKey(key, config))).then((all) =>
      all.filter((key) => key !== null),
    )
    opened.set(name, opening)
    return opening
  }
}

/** null also where the private part belongs to another public one: what it signs would never verify. */
async function openKey(key: DkimKey, config: Pick<ConfigSource, 'secret'>): Promise<SigningKey | null> {
  const pem = await config.secret(dkimSecretName(key))
  const pair = pem === null ? null : openPrivateKey(pem)
  if (!pair || pair.algorithm !== key.algorithm || pair.publicKey !== key.publicKey) return null
  return {
    domain: asciiDomain(key.domain),
    selector: asciiDomain(key.selector),
    algorithm: key.algorithm,
    key: pair.key,
  }
}
