/** The configured DKIM keys: made, shown with their records, compared with DNS, switched on and off, removed. */
import type { DkimCheck, DkimKeyView } from '../../../shared/contract/dkim.ts'
import type { Config } from '../../../shared/domain/config.ts'
import type { DkimAlgorithm, DkimKey } from '../../../shared/domain/dkim.ts'
import type { ConfigStore } from '../config/config-store.ts'
import { dkimSecretName } from '../config/configuration-secrets.ts'
import { EngineError, notFound } from '../engine-error.ts'
import type { Clock, DnsResolver } from '../ports.ts'
import { generateDkimKeyPair, openPrivateKey } from './dkim-key-pair.ts'
import { judgeRecord, recordOf } from './dkim-record.ts'

export interface KeyName {
  readonly domain: string
  readonly selector: string
}

/** All of it throws EngineError: NOT_FOUND, CONFLICT, INVALID. */
export interface DkimKeys {
  list(): Promise<DkimKeyView[]>
  generate(name: KeyName, algorithm: DkimAlgorithm, actor: string): Promise<DkimKeyView>
  /** Asks the configured DNS servers. */
  check(name: KeyName): Promise<DkimCheck>
  setActive(name: KeyName, active: boolean, actor: string): Promise<void>
  remove(name: KeyName, actor: string): Promise<void>
}

export interface DkimKeysOptions {
  readonly config: Pick<ConfigStore, 'bare' | 'change' | 'secret'>
  readonly dns: () => Pick<DnsResolver, 'resolveTxt'>
  readonly clock: Pick<Clock, 'now'>
}

export function createDkimKeys({ config, dns, clock }: DkimKeysOptions): DkimKeys {
  const view = async (key: DkimKey): Promise<DkimKeyView> => {
    const { privateKey: _, ...shown } = key
    return { ...shown, record: recordOf(key), usable: await isUsable(key, config) }
  }
  return {
    list: () => Promise.all(config.bare().dkim.map(view)),
    async generate(name, algorithm, actor) {
      refuseTaken(config.bare(), name)
      const { domain, selector } = name
      const pair = await generateDkimKeyPair(algorithm)
      const key: DkimKey = { domain, selector, algorithm, ...pair, active: false, createdAt: clock.now() }
      await config.change({ actor, action: 'DKIM key made', detail: { domain, selector } }, (before) => {
        refuseTaken(before, name)
        return { ...before, dkim: [...before.dkim, key] }
      })
      return view(key)
    },
    async check(name) {
      return checkRecord(requireKey(config.bare(), name), dns())
    },
    async setActive(name, active, actor) {
      if (active && !(await isUsable(requireKey(config.bare(), name), config))) throw unusable(name)
      const action = active ? 'DKIM key signs' : 'DKIM key signs no longer'
      await config.change({ actor, action, detail: { ...name } }, (before) => {
        const key = requireKey(before, name)
        return { ...before, dkim: before.dkim.map((other) => (other === key ? { ...key, active } : other)) }
      })
    },
    async remove(name, actor) {
      await config.change({ actor, action: 'DKIM key removed', detail: { ...name } }, (before) => {
        const key = requireKey(before, name)
        if (key.active) throw stillActive(name)
        return { ...before, dkim: before.dkim.filter((other) => other !== key) }
      })
    },
  }
}

async function checkRecord(key: DkimKey, dns: Pick<DnsResolver, 'resolveTxt'>): Promise<DkimCheck> {
  try {
    return judgeRecord(key, await dns.resolveTxt(recordOf(key).name))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOTFOUND' || code === 'ENODATA') return judgeRecord(key, [])
    return { state: 'unknown', found: [], text: `DNS did not answer: ${code ?? message}. Try again later.` }
  }
}

async function isUsable(key: DkimKey, config: Pick<ConfigStore, 'secret'>): Promise<boolean> {
  const pem = await config.secret(dkimSecretName(key))
  return pem !== null && openPrivateKey(pem)?.publicKey === key.publicKey
}

function findKey(config: Config, { domain, selector }: KeyName): DkimKey | undefined {
  const sameName = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()
  return config.dkim.find((key) => sameName(key.domain, domain) && sameName(key.selector, selector))
}

function requireKey(config: Config, name: KeyName): DkimKey {
  const key = findKey(config, name)
  if (!key) throw notFound('DKIM key', `${name.selector}._domainkey.${name.domain}`)
  return key
}

function refuseTaken(config: Config, name: KeyName): void {
  if (!findKey(config, name)) return
  throw new EngineError(
    'CONFLICT',
    `There is already a key with the selector "${name.selector}" for ${name.domain}: choose another selector.`,
  )
}

function stillActive({ domain, selector }: KeyName): EngineError {
  return new EngineError(
    'CONFLICT',
    `The key "${selector}" still signs for ${domain}: deactivate it first, and keep its record some days for mail on its way.`,
  )
}

function unusable({ domain, selector }: KeyName): EngineError {
  return new EngineError(
    'CONFLICT',
    `The private part of the key "${selector}" for ${domain} is not here (exports leave it out): make a new key.`,
  )
}
