/** A message on its way out: what the rules change of its header, and its signatures. The body streams untouched. */
import { Readable } from 'node:stream'
import { domainOf } from '../../../shared/domain/address.ts'
import type { RuleChange } from '../../../shared/domain/rule.ts'
import { asciiDomain } from '../inbound/admission.ts'
import { addressesIn } from './content-facts.ts'
import { type SigningKey, signHeader } from './dkim-signature.ts'
import { hashBody } from './hash-body.ts'
import {
  fieldValue,
  HEADER_LIMIT,
  type HeaderBlock,
  type HeaderField,
  readHeaderBlock,
} from './header-block.ts'
import { putAuthenticationResults, rewriteHeader } from './rewrite-header.ts'

export type { SigningKey } from './dkim-signature.ts'

export interface ComposeRequest {
  /** The stored message; opened anew for each pass over it. */
  readonly openBody: () => Promise<Readable>
  /** Octets of the stored message. */
  readonly size: number
  /** In order; those that concern the envelope or the queue are passed over. Signing comes after all others. */
  readonly changes: readonly RuleChange[]
  /** Value of Authentication-Results (RFC 8601) of our own checks; null where there were none. */
  readonly authenticationHeader: string | null
  /** Active keys of a domain (ASCII, lower case) that can be used; see signing-keys.ts. */
  readonly signingKeys: (domain: string) => Promise<readonly SigningKey[]>
  /** Milliseconds since 1970. */
  readonly now: number
}

export interface ComposedContent {
  /** Octets. */
  readonly size: number
  readonly openBody: () => Promise<Readable>
  /** Sentences for the history: what could not be done; the message goes without it. */
  readonly problems: readonly string[]
}

const OF_CONTENT: readonly RuleChange['kind'][] = ['header-from', 'add-header', 'remove-header', 'dkim']

/** Does anything have to be composed? Where not, the stored message is sent as it is, without a look at it. */
function changesContent(request: Pick<ComposeRequest, 'changes' | 'authenticationHeader'>): boolean {
  return (
    request.authenticationHeader !== null || request.changes.some(({ kind }) => OF_CONTENT.includes(kind))
  )
}

/**
 * Resolves with the stored message itself where nothing is to be changed, or where its header cannot be. Rejects with
 * the error of the body's stream.
 */
export async function composeContent(request: ComposeRequest): Promise<ComposedContent> {
  const { openBody, size, changes, authenticationHeader } = request
  if (!changesContent(request)) return { size, openBody, problems: [] }
  const block = await readHeaderBlock(await openBody())
  const obstacle = obstacleOf(block)
  if (obstacle !== null) return { size, openBody, problems: [obstacle] }

  const rewritten = rewriteHeader(block.fields, changes)
  const checked =
    authenticationHeader === null
      ? rewritten.fields
      : putAuthenticationResults(rewritten.fields, authenticationHeader)
  const signed = await signFor(checked, changes, block.size, request)
  const header = Buffer.from([...signed.signatures, ...checked].map((field) => field.raw).join(''), 'latin1')
  return {
    size: size - block.size + header.length,
    openBody: async () => joinedStream(header, await openBody(), block.size),
    problems: [...rewritten.problems, ...signed.problems],
  }
}

function obstacleOf({ complete, fields }: HeaderBlock): string | null {
  if (!complete)
    return `The header is longer than ${HEADER_LIMIT / 1024} KiB, so it was neither changed nor signed.`
  // What is put on top would swallow it as its continuation.
  if (fields[0] && /^[ \t]/.test(fields[0].raw))
    return 'The message does not begin with a header field, so it was neither changed nor signed.'
  return null
}

interface Signed {
  readonly signatures: readonly HeaderField[]
  readonly problems: readonly string[]
}

/** Every domain that a rule names signs once, with each of its keys; the body is hashed once for all. */
async function signFor(
  fields: readonly HeaderField[],
  changes: readonly RuleChange[],
  headerSize: number,
  { signingKeys, openBody, now }: ComposeRequest,
): Promise<Signed> {
  const author = fields.find((field) => field.name === 'from')
  const asked = changes.filter((change) => change.kind === 'dkim')
  if (asked.length === 0) return { signatures: [], problems: [] }
  if (!author) return { signatures: [], problems: ['Not signed: the message has no From field.'] }
  const authorDomain = domainOf(addressesIn(fieldValue(author))[0] ?? '')
  const domains = new Set(asked.map(({ domain }) => asciiDomain(domain ?? authorDomain)))
  const keys = await Promise.all([...domains].map((domain) => signingKeys(domain)))
  const problems = [...domains]
    .filter((_, index) => keys[index]?.length === 0)
    .map(
      (domain) =>
        `Not signed: there is no active DKIM key with its private part for ${domain || 'the sender'}.`,
    )
  if (keys.flat().length === 0) return { signatures: [], problems }
  const bodyHash = await hashBody(behind(await openBody(), headerSize))
  const signatures = await Promise.all(keys.flat().map((key) => signHeader(fields, bodyHash, key, now)))
  return { signatures, problems }
}

function joinedStream(header: Buffer, stored: Readable, headerSize: number): Readable {
  const stream = Readable.from(joined(header, stored, headerSize), { objectMode: false })
  // A generator that nobody began to read does not close what it reads from.
  stream.once('close', () => stored.destroy())
  return stream
}

async function* joined(header: Buffer, stored: Readable, headerSize: number): AsyncGenerator<Buffer> {
  if (header.length > 0) yield header
  yield* behind(stored, headerSize)
}

/** What follows the first octets. */
async function* behind(content: Readable, octets: number): AsyncGenerator<Buffer> {
  let left = octets
  for await (const chunk of content as AsyncIterable<Buffer>) {
    const rest = left > 0 ? chunk.subarray(left) : chunk
    left = Math.max(0, left - chunk.length)
    if (rest.length > 0) yield rest
  }
}
