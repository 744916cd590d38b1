/** DKIM verification (RFC 6376) of a message while it streams by. Holds its header, never its body. */
import { PassThrough } from 'node:stream'
import type { DKIMResult } from 'mailauth'
import type { AuthenticationDns } from './authentication-dns.ts'
import { type MethodResult, methodResult } from './authentication-results.ts'
import type { HeaderBlock } from './header-block.ts'

/** Further ones are not looked at: each may ask for a hash of its own over the whole body. */
const MOST_SIGNATURES = 10

export interface VerifiedSignatures {
  readonly results: readonly MethodResult[]
  /** For DMARC: the signatures that are good, and those of which DNS did not tell. */
  readonly passed: readonly SignedDomain[]
  readonly undecided: readonly SignedDomain[]
}

export interface SignedDomain {
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

export const UNSIGNED: VerifiedSignatures = {
  results: [methodResult('dkim', 'none')],
  passed: [],
  undecided: [],
}

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
  let room: Promise<void> | undefined
  return {
    push(chunk) {
      if (feed.destroyed || feed.write(chunk)) return undefined
      room ??= untilRoom(feed).then(() => {
        room = undefined
      })
      return room
    },
    finish() {
      feed.end()
      return verified
    },
    abort: () => void feed.destroy(),
  }
}

function untilRoom(feed: PassThrough): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      feed.off('drain', go).off('close', go)
      resolve()
    }
    feed.on('drain', go).on('close', go)
  })
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
    results: results.map(signatureResult),
    passed: results.filter(({ status }) => status.result === 'pass').map(signedDomain),
    undecided: results.filter(({ status }) => status.result === 'temperror').map(signedDomain),
  }
}

function signedDomain({ id, signingDomain, status }: DKIMResult): SignedDomain {
  return {
    ...(id !== undefined && { id }),
    domain: signingDomain ?? '',
    ...(status.aligned !== undefined && { aligned: status.aligned }),
    ...(status.underSized !== undefined && { underSized: status.underSized }),
  }
}

/** A body that was changed is a failure (RFC 6376 §6.1.3, RFC 8601 §2.7.1); the library calls it neutral. */
function signatureResult({
  status,
  info,
}: {
  status: { result: string; comment?: unknown }
  info: string
}): MethodResult {
  if (status.comment !== 'body hash did not verify') return methodResult('dkim', status.result, info)
  return methodResult('dkim', 'fail', info.replace('dkim=neutral', 'dkim=fail'))
}
