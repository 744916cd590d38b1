/** Network, TLS and DNS errors in plain words: what happened, and what to do where that is known. Pure. */
import type { Reply } from '../../../shared/domain/reply.ts'
import { sslReason } from '../ssl-reason.ts'
import type { Phase } from './classify-reply.ts'
import { localReply } from './session-problem.ts'
import { TOO_SLOW } from './smtp-timeouts.ts'

/** A reply without code in place of one that is none; `said` is what came. */
export function describeNonsense(phase: Phase, peer: string, said: string): Reply {
  const quoted = said === '' ? 'an empty line' : `“${said.slice(0, LONGEST_QUOTE)}”`
  const text =
    phase === 'greeting'
      ? `${peer} does not speak SMTP: in place of a greeting it said ${quoted}. Check host and port of the route.`
      : `${peer} answered ${PHASE_WORDS[phase]} with what is no reply of SMTP: ${quoted}.`
  return localReply('4.5.0', text)
}

/** Characters. */
const LONGEST_QUOTE = 200

/** What is read of an error of net, tls, dns or nodemailer; all of it optional. */
export interface ErrorFacts {
  readonly code: string | undefined
  readonly message: string
  /** Names the certificate is for (subjectAltName), where TLS complained about the name. */
  readonly certificateNames: readonly string[]
}

/** A reply without code for an error that met a host, "smtp.provider.test:587" in `peer`. */
export function describeError(phase: Phase, peer: string, error: ErrorFacts): Reply {
  const host = peer.replace(/:\d+$/, '')
  const certificate = describeCertificate(host, error)
  if (certificate !== null) return localReply('4.7.5', certificate)
  if (phase === 'tls')
    return localReply('4.7.5', `The TLS handshake with ${peer} failed: ${describeHandshake(error)}`)
  if (phase === 'resolve') return localReply('4.4.3', describeLookup(host, error))
  return localReply(phase === 'connect' ? '4.4.1' : '4.4.2', describeNetwork(phase, peer, error))
}

/** Reads the facts of whatever was thrown; nodemailer keeps the system's code in originalCode. */
export function errorFacts(error: unknown): ErrorFacts {
  const raw = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>
  const inner = Array.isArray(raw.errors) ? (raw.errors.at(-1) as Record<string, unknown>) : raw
  const code = inner.originalCode ?? inner.code
  return {
    code: typeof code === 'string' ? code : undefined,
    message: String(inner.message ?? error),
    certificateNames: namesOf(inner.cert),
  }
}

function namesOf(certificate: unknown): string[] {
  const { subjectaltname, subject } = (certificate ?? {}) as {
    subjectaltname?: string
    subject?: { CN?: string }
  }
  if (subjectaltname) return subjectaltname.split(', ').map((name) => name.replace(/^(DNS|IP Address):/, ''))
  return subject?.CN ? [subject.CN] : []
}

/** OpenSSL's own words are for programmers. */
function describeHandshake({ message }: ErrorFacts): string {
  const reason = sslReason(message)
  if (reason === null)
    return /disconnected before secure/.test(message) ? 'it closed the connection.' : message.trim()
  const known = NO_TLS.test(reason) ? 'what it answered is not TLS. Check the port of the route' : null
  return known === null ? `${reason}.` : `${known} (${reason}).`
}

const NO_TLS = /wrong version number|packet length too long|bad record type|http request/

function describeCertificate(host: string, error: ErrorFacts): string | null {
  switch (error.code) {
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `The certificate of ${host} is for ${listNames(error.certificateNames)}. Use that name as the route's host, or choose TLS without verification.`
    case 'CERT_HAS_EXPIRED':
      return `The certificate of ${host} has expired. Its operator must renew it.`
    case 'CERT_NOT_YET_VALID':
      return `The certificate of ${host} is not valid yet. Check the clock of this computer.`
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return `The certificate of ${host} is self-signed or from a private authority that this computer does not trust.`
    case 'CERT_SIGNATURE_FAILURE':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return `The certificate of ${host} is from an authority that this computer does not trust, or the host does not send its intermediate certificate.`
    case 'CERT_REVOKED':
      return `The certificate of ${host} was revoked.`
    default:
      return null
  }
}

function listNames(names: readonly string[]): string {
  if (names.length === 0) return 'another name'
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and others` : names.join(', ')
}

function describeLookup(host: string, error: ErrorFacts): string {
  switch (error.code) {
    case 'ENOTFOUND':
    case 'ENODATA':
      return `The name ${host} has no address. Check that it is spelled right.`
    case 'ETIMEOUT':
    case 'ETIMEDOUT':
    case 'EAI_AGAIN':
      return `No DNS server answered for ${host}. Check the network connection and the DNS servers.`
    case 'ESERVFAIL':
      return `The DNS server could not answer for ${host} (SERVFAIL).`
    case 'EREFUSED':
      return `The DNS server refuses to answer for ${host}.`
    case 'ECONNREFUSED':
      return `The DNS server cannot be reached to look up ${host}.`
    default:
      return `Looking up ${host} failed: ${error.message}`
  }
}

function describeNetwork(phase: Phase, peer: string, error: ErrorFacts): string {
  const when = PHASE_WORDS[phase]
  switch (error.code) {
    case 'ECONNREFUSED':
      return `${peer} refused the connection: nothing listens there, or a firewall blocks it.`
    case 'ETIMEDOUT':
    case 'ETIMEOUT':
      return phase === 'connect'
        ? `${peer} does not answer (time-out): it is down, or a firewall blocks it.`
        : `${peer} was silent for too long ${when}.`
    case TOO_SLOW:
      return `${peer} took the message too slowly.`
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EHOSTDOWN':
      return `There is no way to ${peer} from this network. Check the network connection.`
    case 'EACCES':
    case 'EPERM':
      return `This computer does not allow the connection to ${peer} (${error.code}): look at its firewall.`
    case 'EADDRNOTAVAIL':
    case 'EMFILE':
    case 'ENFILE':
      return `This computer has no connections left for ${peer} (${error.code}).`
    case 'ECONNECTION':
    case 'ECONNRESET':
    case 'EPIPE':
      return `${peer} closed the connection ${when}.`
    default:
      return `The connection to ${peer} failed ${when}: ${error.message}`
  }
}

const PHASE_WORDS: Record<Phase, string> = {
  resolve: 'while its name was looked up',
  connect: 'while connecting',
  greeting: 'before its greeting',
  ehlo: 'after EHLO',
  starttls: 'after STARTTLS',
  tls: 'during the TLS handshake',
  auth: 'during sign-in',
  mail: 'after MAIL',
  rcpt: 'after RCPT',
  data: 'after DATA',
  content: 'while the message was being sent',
}
