/** DKIM signatures (RFC 6376, RFC 8463): relaxed/relaxed over header fields and a body that was hashed before. */
import { createHash, type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'
import type { DkimAlgorithm } from '../../../shared/domain/dkim.ts'
import type { HeaderField } from './header-block.ts'

/** A key that signs. */
export interface SigningKey {
  /** ASCII, lower case. */
  readonly domain: string
  readonly selector: string
  readonly algorithm: DkimAlgorithm
  readonly key: KeyObject
}

/** What makes a message what it is (RFC 6376 §5.4.1); not what servers on the way add or change. */
const SIGNED = [
  'from',
  'sender',
  'reply-to',
  'subject',
  'date',
  'message-id',
  'to',
  'cc',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'in-reply-to',
  'references',
  'resent-date',
  'resent-from',
  'resent-to',
  'resent-cc',
  'list-id',
  'list-help',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'list-subscribe',
  'list-post',
  'list-owner',
  'list-archive',
  'autocrypt',
] as const

/** Signed once more than they are there, so that nobody can add another one (RFC 6376 §8.15). */
const OVERSIGNED: readonly string[] = ['from', 'reply-to', 'subject', 'to', 'cc']

const signAsync = promisify(
  (
    algorithm: string | null,
    data: Uint8Array,
    key: KeyObject,
    done: (error: Error | null, data: Buffer) => void,
  ) => sign(algorithm, data, key, done),
)

/**
 * The DKIM-Signature field. `bodyHash` is the SHA-256 of the relaxed body, `now` in milliseconds since 1970. Rejects
 * where the key cannot sign.
 */
export async function signHeader(
  fields: readonly HeaderField[],
  bodyHash: Buffer,
  { domain, selector, algorithm, key }: SigningKey,
  now: number,
): Promise<HeaderField> {
  const signed = SIGNED.flatMap((name) => instancesOf(name, fields))
  const names = SIGNED.flatMap((name) => [
    ...instancesOf(name, fields).map(() => name),
    ...(OVERSIGNED.includes(name) ? [name] : []),
  ])
  const unsigned = [
    `DKIM-Signature: v=1; a=${algorithm === 'ed25519' ? 'ed25519-sha256' : 'rsa-sha256'}; c=relaxed/relaxed;`,
    ` d=${domain}; s=${selector}; t=${Math.floor(now / 1000)};`,
    ...wrap(` h=${names.join(':')};`, ':'),
    ` bh=${bodyHash.toString('base64')};`,
    ' b=',
  ].join('\r\n')
  const data = Buffer.from(
    signed.map(relaxField).join('') + relaxField({ raw: unsigned }).trimEnd(),
    'latin1',
  )
  const signature =
    algorithm === 'ed25519'
      ? await signAsync(null, createHash('sha256').update(data).digest(), key)
      : await signAsync('sha256', data, key)
  const lines = signature.toString('base64').match(/.{1,70}/g) ?? []
  return { name: 'dkim-signature', raw: `${unsigned}${lines.join('\r\n  ')}\r\n` }
}

/** From the lowest up, as a verifier takes them (RFC 6376 §5.4.2). */
function instancesOf(name: string, fields: readonly HeaderField[]): HeaderField[] {
  return fields.filter((field) => field.name === name).reverse()
}

/** RFC 6376 §3.4.2. */
function relaxField({ raw }: Pick<HeaderField, 'raw'>): string {
  const colon = raw.indexOf(':')
  const name = raw.slice(0, colon).trim().toLowerCase()
  const value = raw
    .slice(colon + 1)
    .replace(/\r?\n/g, '')
    .replace(/[ \t]+/g, ' ')
  return `${name}:${value.replace(/^ | $/g, '')}\r\n`
}

/** Lines of at most 76 octets, broken behind a separator; those that follow begin with white space. */
function wrap(text: string, separator: string): string[] {
  const lines: string[] = []
  for (const part of text.split(new RegExp(`(?<=${separator})`))) {
    const line = lines.at(-1)
    if (line !== undefined && line.length + part.length <= 76) lines[lines.length - 1] = line + part
    else lines.push(lines.length === 0 ? part : `  ${part}`)
  }
  return lines
}
