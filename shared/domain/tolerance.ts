import { z } from 'zod'

/**
 * What a device profile forgives: things that old devices do and that the standards or today's security forbid. All
 * are off unless a listener or a named network switches them on; each one that a session needed is named in its log.
 *
 * any-hello          an empty or odd name after HELO and EHLO, or none of the two before MAIL
 * unbracketed-path   MAIL FROM:user@example.test without angle brackets
 * auth-in-clear      AUTH without TLS
 * old-tls            TLS 1.0 and 1.1 with the ciphers of their time
 * trailing-nul       NUL octets behind AUTH answers and commands
 * bare-line-ends     lines that end with LF or CR alone, in commands and content; content is stored with CRLF
 * missing-date       no Date field: Mailroom writes one
 */
export const TOLERANCES = [
  'any-hello',
  'unbracketed-path',
  'auth-in-clear',
  'old-tls',
  'trailing-nul',
  'bare-line-ends',
  'missing-date',
] as const

export const toleranceSchema = z.enum(TOLERANCES)
export type Tolerance = z.infer<typeof toleranceSchema>

/** The tolerances of a listener or a network: its device profile. */
export const tolerancesSchema = z.array(toleranceSchema).default([])
