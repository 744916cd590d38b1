/** The results of SPF, DKIM and DMARC as one verdict each and as a header field (RFC 8601). Pure. */
import type { MessageAuthentication } from '../../../shared/domain/message.ts'
import { type AuthResult, authResultSchema } from '../../../shared/domain/rule.ts'
import { asciiDomain } from '../inbound/admission.ts'

/** One method's result with its text for the header: "spf=pass smtp.mailfrom=office.test". */
export interface MethodResult {
  readonly result: AuthResult
  readonly info: string
}

export interface MethodResults {
  readonly spf: MethodResult
  /** One for each signature; at least one. */
  readonly dkim: readonly MethodResult[]
  readonly dmarc: MethodResult
}

/** Octets of the value: signatures are many where somebody wants them to be. */
const LONGEST_VALUE = 4_000

/** The authserv-id is our own host name. */
export function authenticationResults(
  hostname: string,
  { spf, dkim, dmarc }: MethodResults,
): MessageAuthentication {
  const server = asciiDomain(hostname) || 'localhost'
  const infos = [spf, ...dkim, dmarc].map(({ info }) => plainInfo(info))
  const value = [server, ...infos].join('; ')
  const brief = [spf, summarize('dkim', dkim), dmarc].map(({ info }) => plainInfo(info).slice(0, 500))
  return {
    spf: spf.result,
    dkim: overall(dkim),
    dmarc: dmarc.result,
    header: value.length <= LONGEST_VALUE ? value : [server, ...brief].join('; '),
  }
}

/** What a checker said as one of the results that exist; anything else is an error of the message. */
export function methodResult(
  method: 'spf' | 'dkim' | 'dmarc',
  result: unknown,
  info?: unknown,
): MethodResult {
  const parsed = authResultSchema.safeParse(result)
  const known = parsed.success ? parsed.data : 'permerror'
  return { result: known, info: typeof info === 'string' && parsed.success ? info : `${method}=${known}` }
}

/** One good signature is enough (RFC 6376 §4.2); while one could still turn out good, nothing is decided. */
const BEST_FIRST: readonly AuthResult[] = [
  'pass',
  'temperror',
  'fail',
  'policy',
  'neutral',
  'permerror',
  'softfail',
  'none',
]

function overall(results: readonly MethodResult[]): AuthResult {
  return BEST_FIRST.find((result) => results.some((one) => one.result === result)) ?? 'none'
}

function summarize(method: 'dkim', results: readonly MethodResult[]): MethodResult {
  return methodResult(method, overall(results))
}

/** One line of ASCII: it goes into a header, and parts of it come from the message. */
function plainInfo(info: string): string {
  return info
    .replace(/\s+/g, ' ')
    .replace(/[^\x20-\x7e]/g, '?')
    .trim()
}
