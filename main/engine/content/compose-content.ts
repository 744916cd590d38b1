/** A message on its way out: what the rules change of its header, and its signatures. The body streams untouched. */
import type { Readable } from 'node:stream'
import type { RuleChange } from '../../../shared/domain/rule.ts'

/** A key that signs (RFC 6376, RFC 8463). */
export interface SigningKey {
  readonly domain: string
  readonly selector: string
  readonly algorithm: 'rsa-2048' | 'ed25519'
  /** PKCS #8 PEM. */
  readonly privateKey: string
}

export interface ComposeRequest {
  /** The stored message; opened anew for each pass over it. */
  readonly openBody: () => Promise<Readable>
  /** Octets of the stored message. */
  readonly size: number
  /** In order; those that concern the envelope or the queue are passed over. Signing comes after all others. */
  readonly changes: readonly RuleChange[]
  /** Value of Authentication-Results (RFC 8601) of our own checks; null where there were none. */
  readonly authenticationHeader: string | null
  /** Active keys of a domain that can be used; see signing-keys.ts. */
  readonly signingKeys: (domain: string) => Promise<readonly SigningKey[]>
  /** Milliseconds since 1970. */
  readonly now: number
}

export interface ComposedContent {
  /** Octets. */
  readonly size: number
  readonly openBody: () => Promise<Readable>
}

/** Resolves with the stored message itself where nothing is to be changed. Rejects with the error of its stream. */
export async function composeContent(request: ComposeRequest): Promise<ComposedContent> {
  const { openBody, size } = request
  return { size, openBody }
}
