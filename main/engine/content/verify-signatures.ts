/** DKIM verification (RFC 6376) of a message while it streams by. Holds its header, never its body. */
import { PassThrough } from 'node:stream'
import type { AuthenticationDns } from './authentication-dns.ts'
import { type MethodResult, methodResult } from './authentication-results.ts'
import type { HeaderBlock } from './header-block.ts'

/** Further ones are not looked at: each may ask for a hash of its own over the whole body. */
const MOST_SIGNATURES = 10

export interface VerifiedSignatures {
  readonly results: readonly MethodResult[]
  /** Of the signatures that are good, for DMARC. */
  readonly passed: readonly PassedSignature[]
}

export interface PassedSignature {
  readonly id?: string
  readonly domain: string
  readonly aligned?: string | false
  readonly underSized?: number
}

export interface SignatureVerification {
  /** Resolves when more may come. */
  push(chunk: Buffer): Promise<void> | undefined
  /** The message ended; asks DNS for the keys. */
  finish(): Promise<VerifiedSignatures>
  abort(): void
}

export const UNSIGNED: VerifiedSignatures = { results: [methodResult('dkim', 'none')], passed: [] }

/** null where there is no signature: then nothing of the body is looked at. `resolver` is asked only at the end. */
export function verifySignatures(
  block: HeaderBlock,
  resolver: AuthenticationDns,
): SignatureVerification | null {
  if (!block.fields.some((field) => field.name === 'dkim-signature')) return null
  const feed = new PassThrough()
  const verified = verify(feed, resolver)
  // Whoever aborts does not wait for it.
  verified.catch(() => undefined)
  feed.write(headerText(block))
  return {
    push(chunk) {
      if (feed.destroyed || feed.write(chunk)) return undefined
      return new Promise((resolve) => {
        feed.once('drain', resolve)
        feed.once('close', resolve)
      })
    },
    finish() {
      feed.end()
      return verified
    },
    abort: () => void feed.destroy(),
  }
}

function headerText({ fields }: HeaderBlock): Buffer {
  let signatures = 0
  const kept = fields.filter((field) => field.name !== 'dkim-signature' || ++signatures <= MOST_SIGNATURES)
  return Buffer.from(kept.map((field) => field.raw).join(''), 'latin1')
}

async function verify(feed: PassThrough, resolver: AuthenticationDns): Promise<VerifiedSignatures> {
  // Loaded with the first signed message from outside: many installations never see one.
  const { dkimVerify } = await import('mailauth/lib/dkim/verify.js')
  const { results } = await dkimVerify(feed, {
    resolver: resolver as never,
    rejectRsaSha1: true,
  })
  return {
    results: results.map(({ status, info }) => methodResult('dkim', status.result, info)),
    passed: results
      .filter(({ status }) => status.result === 'pass')
      .map(({ id, signingDomain, status }) => ({
        ...(id !== undefined && { id }),
        domain: signingDomain ?? '',
        ...(status.aligned !== undefined && { aligned: status.aligned }),
        ...(status.underSized !== undefined && { underSized: status.underSized }),
      })),
  }
}
