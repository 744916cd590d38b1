import { Readable } from 'node:stream'
import { type ComposeRequest, composeContent } from '../../main/engine/content/compose-content.ts'
import { generateDkimKeyPair, openPrivateKey } from '../../main/engine/content/dkim-key-pair.ts'
import { recordOf } from '../../main/engine/content/dkim-record.ts'
import type { SigningKey } from '../../main/engine/content/dkim-signature.ts'
import type { DkimAlgorithm } from '../../shared/domain/dkim.ts'

/** A domain with its DKIM keys and what its DNS shows of them. */
export interface DkimSite {
  readonly keys: readonly SigningKey[]
  /** By name. */
  readonly records: Readonly<Record<string, string>>
}

/** One key a selector; "ed…" is Ed25519, every other RSA. */
export async function dkimSite(domain: string, ...selectors: readonly string[]): Promise<DkimSite> {
  const made = await Promise.all(selectors.map((selector) => dkimKey(domain, selector)))
  return {
    keys: made.map(({ key }) => key),
    records: Object.fromEntries(made.map(({ record }) => [record.name, record.value])),
  }
}

async function dkimKey(domain: string, selector: string) {
  const algorithm: DkimAlgorithm = selector.startsWith('ed') ? 'ed25519' : 'rsa-2048'
  const pair = await generateDkimKeyPair(algorithm)
  const opened = openPrivateKey(pair.privateKey)
  if (!opened) throw new Error('no key')
  const key = { domain, selector, algorithm, key: opened.key }
  const record = recordOf({
    domain,
    selector,
    algorithm,
    publicKey: pair.publicKey,
    active: true,
    createdAt: 0,
  })
  return { key, record }
}

/** A stored message that comes in pieces of this size. */
export function storedMessage(
  content: string | Buffer,
  piece = 65_536,
): Pick<ComposeRequest, 'openBody' | 'size'> {
  const octets = Buffer.from(content)
  const pieces = Array.from({ length: Math.ceil(octets.length / piece) }, (_, index) =>
    octets.subarray(index * piece, (index + 1) * piece),
  )
  return { size: octets.length, openBody: async () => Readable.from(pieces, { objectMode: false }) }
}

/** Composed and read to its end. */
export async function compose(
  content: string | Buffer,
  request: Partial<Omit<ComposeRequest, 'openBody' | 'size'>> & { readonly piece?: number } = {},
): Promise<{ content: Buffer; size: number; problems: readonly string[] }> {
  const composed = await composeContent({
    ...storedMessage(content, request.piece),
    changes: [],
    authenticationHeader: null,
    signingKeys: async () => [],
    now: Date.UTC(2026, 0, 5, 9),
    ...request,
  })
  const octets = Buffer.concat(await (await composed.openBody()).toArray())
  return { content: octets, size: composed.size, problems: composed.problems }
}
