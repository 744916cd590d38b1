/** SPF, DKIM and DMARC (RFC 7208, RFC 6376, RFC 7489) of mail from outside, decided before it is accepted. */
import type { MessageAuthentication } from '../../../shared/domain/message.ts'
import { limitConcurrency } from '../limit-concurrency.ts'
import type { Clock, DnsResolver } from '../ports.ts'
import { type AuthenticationDns, authenticationDns } from './authentication-dns.ts'
import { authenticationResults, type MethodResult, methodResult } from './authentication-results.ts'
import { addressesIn } from './content-facts.ts'
import { fieldValue, type HeaderBlock } from './header-block.ts'
import {
  type SignatureVerification,
  type SignedDomain,
  UNSIGNED,
  type VerifiedSignatures,
  verifySignatures,
} from './verify-signatures.ts'

export interface AuthenticatedMail {
  /** Address of the client. */
  readonly client: string
  /** As the client named itself. */
  readonly hello: string
  /** '' is the null sender: then SPF looks at the name of the client (RFC 7208 §2.4). */
  readonly sender: string
}

/** The check of one message. */
export interface AuthenticationCheck {
  /** With the header, before the body. */
  begin(block: HeaderBlock): void
  /** The message from the empty line behind its header on. Resolves when more may come. */
  push(chunk: Buffer): Promise<void> | undefined
  /** Never rejects: what DNS does not tell in time is "temperror". */
  finish(): Promise<MessageAuthentication>
  abort(): void
}

/** Milliseconds that the client waits for its reply because of this. */
const LONGEST_WAIT = 10_000
/** Messages that ask DNS at the same time. */
const MOST_AT_ONCE = 50

export interface AuthenticatorOptions {
  readonly dns: () => DnsResolver
  readonly clock: Clock
  /** The authserv-id. */
  readonly hostname: () => string
}

export type Authenticator = (mail: AuthenticatedMail) => AuthenticationCheck

export function createAuthenticator({ dns, clock, hostname }: AuthenticatorOptions): Authenticator {
  const resolver = authenticationDns(dns)
  const inTurn = limitConcurrency(MOST_AT_ONCE)
  return (mail) => {
    let header: HeaderBlock | null = null
    let signatures: SignatureVerification | null = null
    return {
      begin(block) {
        header = block
        if (block.complete) signatures = verifySignatures(block, resolver)
      },
      push: (chunk) => signatures?.push(chunk),
      async finish() {
        const wait = timeLimit(clock)
        // Until a check is done its place in the results says that it was not.
        const outcome = new Outcome()
        const checks = inTurn(() =>
          runChecks({ mail, header, signatures, resolver, hostname: hostname(), outcome }),
        )
        await Promise.race([checks.catch(() => undefined), wait.over])
        wait.cancel()
        return authenticationResults(hostname(), outcome)
      },
      abort: () => signatures?.abort(),
    }
  }
}

class Outcome {
  spf: MethodResult = methodResult('spf', 'temperror')
  dkim: readonly MethodResult[] = [methodResult('dkim', 'temperror')]
  dmarc: MethodResult = methodResult('dmarc', 'temperror')
}

interface Run {
  readonly mail: AuthenticatedMail
  readonly header: HeaderBlock | null
  readonly signatures: SignatureVerification | null
  readonly resolver: AuthenticationDns
  readonly hostname: string
  readonly outcome: Outcome
}

async function runChecks(run: Run): Promise<void> {
  const { outcome } = run
  const [spf, signed] = await Promise.all([
    checkSpf(run).then((result) => {
      outcome.spf = result.method
      return result
    }),
    checkSignatures(run).then((result) => {
      outcome.dkim = result.results
      return result
    }),
  ])
  outcome.dmarc = await checkDmarc(run, spf, signed)
}

interface CheckedSpf {
  readonly method: MethodResult
  /** The domain that was asked. */
  readonly domain: string
}

async function checkSpf({ mail, resolver, hostname }: Run): Promise<CheckedSpf> {
  const { spf } = await import('mailauth/lib/spf/index.js')
  const { status, info, domain } = await spf({
    sender: mail.sender,
    ip: mail.client,
    helo: mail.hello,
    mta: hostname,
    resolver: resolver as never,
    maxElapsedTime: LONGEST_WAIT,
  })
  return { method: methodResult('spf', status.result, info), domain }
}

/** A header that is too long to be read cannot be verified either: an error of the message. */
async function checkSignatures({ header, signatures }: Run): Promise<VerifiedSignatures> {
  if (header?.complete === false)
    return { results: [methodResult('dkim', 'permerror')], passed: [], undecided: [] }
  return signatures ? signatures.finish() : UNSIGNED
}

async function checkDmarc(
  run: Run,
  { method, domain }: CheckedSpf,
  { passed, undecided }: VerifiedSignatures,
): Promise<MethodResult> {
  const result = await askDmarc(run, method.result === 'pass' ? [domain] : [], passed)
  if (result.result !== 'fail' || (method.result !== 'temperror' && undecided.length === 0)) return result
  // A failure must not come of a DNS server that is down: would it pass with what could not be asked?
  const spfDomains = ['pass', 'temperror'].includes(method.result) ? [domain] : []
  const atBest = await askDmarc(run, spfDomains, [...passed, ...undecided])
  return atBest.result === 'fail' ? result : methodResult('dmarc', 'temperror')
}

async function askDmarc(
  { header, resolver }: Run,
  spfDomains: string[],
  dkimDomains: readonly SignedDomain[],
): Promise<MethodResult> {
  const { dmarc } = await import('mailauth/lib/dmarc/index.js')
  const fields = header?.fields.filter((field) => field.name === 'from') ?? []
  const answer = await dmarc({
    headerFrom: fields.flatMap((field) => addressesIn(fieldValue(field))),
    fromFields: fields.length,
    spfDomains,
    dkimDomains: [...dkimDomains],
    resolver: resolver as never,
  })
  // No author, or several of different domains: DMARC cannot say anything (RFC 7489 §6.6.1).
  return answer
    ? methodResult('dmarc', answer.status.result, answer.info)
    : methodResult('dmarc', 'permerror')
}

function timeLimit(clock: Clock): { over: Promise<void>; cancel: () => void } {
  let cancel = () => {}
  const over = new Promise<void>((resolve) => {
    cancel = clock.after(LONGEST_WAIT, resolve)
  })
  return { over, cancel: () => cancel() }
}
