import { implement } from '@orpc/server'
import { contract } from '../../../shared/contract/contract.ts'
import type { DkimKeyView } from '../../../shared/contract/dkim.ts'
import type { MemoryEngine } from './memory-engine.ts'

const os = implement(contract)

const SAMPLE_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAuY3vNq0mD8t5b1x4Zl2Yw7c0Jr9sQKpT6hXg3dPq1uV8nE5aWfLkMzBo'

/** Keys of the invented office; its DNS shows those that are older than a minute. */
export function dkimProcedures(engine: MemoryEngine) {
  const find = (one: { domain: string; selector: string }) =>
    engine.dkim.find(({ domain, selector }) => domain === one.domain && selector === one.selector)
  const store = (keys: DkimKeyView[]) => {
    engine.dkim = keys
    engine.publish({ configuration: ['dkim'] })
    return {}
  }
  return {
    list: os.dkim.list.handler(() => engine.dkim),
    generate: os.dkim.generate.handler(({ input }) => {
      const key: DkimKeyView = {
        ...input,
        publicKey: SAMPLE_KEY,
        active: false,
        createdAt: engine.now(),
        usable: true,
        record: {
          name: `${input.selector}._domainkey.${input.domain}`,
          value: `v=DKIM1; k=${input.algorithm === 'ed25519' ? 'ed25519' : 'rsa'}; p=${SAMPLE_KEY}`,
        },
      }
      store([...engine.dkim, key])
      return key
    }),
    check: os.dkim.check.handler(({ input }) => {
      const key = find(input)
      const published = key !== undefined && engine.now() - key.createdAt > 60_000
      return published
        ? { state: 'published', found: [key.record.value], text: 'DNS shows this key.' }
        : { state: 'missing', found: [], text: 'DNS has no such record yet.' }
    }),
    setActive: os.dkim.setActive.handler(({ input }) =>
      store(engine.dkim.map((key) => (key === find(input) ? { ...key, active: input.active } : key))),
    ),
    remove: os.dkim.remove.handler(({ input }) => store(engine.dkim.filter((key) => key !== find(input)))),
  }
}
