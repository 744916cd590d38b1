/** The header fields that Mailroom adds in front of a message. */
import { addressLiteral } from './client-network.ts'
import { traceableName } from './hello-command.ts'

export interface Trace {
  readonly hello: { readonly verb: 'EHLO' | 'HELO'; readonly name: string }
  /** Normalised address of the client. */
  readonly client: string
  readonly hostname: string
  readonly tls: { readonly protocol: string; readonly cipher: string } | null
  readonly authenticated: boolean
  readonly smtpUtf8: boolean
  readonly id: string
  /** Named only where there is one: others must not learn of blind copies (RFC 5321 §7.2). */
  readonly recipients: readonly string[]
  readonly receivedAt: number
}

/** RFC 5321 §4.4. The account that signed in is nobody's business further on, and stays out. */
export function receivedHeader(trace: Trace): string {
  const literal = addressLiteral(trace.client)
  const from = traceableName(trace.hello.name) ?? literal
  const tls = trace.tls ? `\r\n\t(using ${trace.tls.protocol} with cipher ${trace.tls.cipher})` : ''
  const only = trace.recipients.length === 1 ? trace.recipients[0] : undefined
  const forOne = only === undefined ? '' : `\r\n\tfor <${only}>`
  return (
    `Received: from ${from} (${literal})${tls}` +
    `\r\n\tby ${trace.hostname} (Mailroom) with ${protocolKeyword(trace)} id ${trace.id}` +
    `${forOne}; ${formatDate(trace.receivedAt)}\r\n`
  )
}

/** RFC 3848, and RFC 6531 §4.3 for SMTPUTF8. */
export function protocolKeyword(trace: Pick<Trace, 'hello' | 'tls' | 'authenticated' | 'smtpUtf8'>): string {
  const suffix = (trace.tls ? 'S' : '') + (trace.authenticated ? 'A' : '')
  if (trace.smtpUtf8) return `UTF8SMTP${suffix}`
  // Only the extended forms have suffixes.
  return trace.hello.verb === 'EHLO' || suffix !== '' ? `ESMTP${suffix}` : 'SMTP'
}

/** RFC 5322 §3.3, in UTC. */
export function formatDate(milliseconds: number): string {
  return new Date(milliseconds).toUTCString().replace('GMT', '+0000')
}
