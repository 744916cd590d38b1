/**
 * Content fitted to what the next hop announced: as it is where it can take it, else converted (RFC 6152 §3, RFC 3030
 * §3), else refused. Ordinary mail to an ordinary host is not even looked at.
 */
import type { Readable } from 'node:stream'
import type { Envelope } from '../../../shared/domain/message.ts'
import type { Reply } from '../../../shared/domain/reply.ts'
import { convertContent } from '../content/convert/convert-content.ts'
import type { ContentTarget, Obstacle } from '../content/convert/plan-conversion.ts'
import { scanContent } from './scan-content.ts'
import type { Capabilities } from './wire-connection.ts'

export interface ContentRequest {
  readonly envelope: Envelope
  /** Octets. */
  readonly size: number
  readonly openBody: () => Promise<Readable>
}

export type FittedContent =
  | {
      readonly kind: 'send'
      /** What the content is from now on. */
      readonly body: Envelope['body']
      readonly size: number
      readonly openBody: () => Promise<Readable>
      /** Does the header hold octets above 127? false also where nobody needs to know. */
      readonly eightBitHeader: boolean
      /** For the session log; null where nothing was changed. */
      readonly remark: string | null
    }
  | { readonly kind: 'refuse'; readonly reply: Reply }

/** Rejects where the content cannot be read. */
export async function fitContent(
  request: ContentRequest,
  capabilities: Capabilities,
  peer: string,
): Promise<FittedContent> {
  const { envelope } = request
  if (envelope.body === 'binarymime') {
    if (takesBinary(capabilities)) return asItIs(request, await hasForeignHeader(request, capabilities))
    return convert(request, capabilities.eightBitMime ? '8bit' : '7bit', peer)
  }
  if (capabilities.eightBitMime) return asItIs(request, await hasForeignHeader(request, capabilities))
  const { eightBit, eightBitHeader } = await scanContent(await request.openBody())
  // The words for such a header are SMTPUTF8's (fit-envelope.ts).
  if (!eightBit || (eightBitHeader && envelope.smtpUtf8 && !capabilities.smtpUtf8))
    return asItIs(request, eightBitHeader)
  return convert(request, '7bit', peer)
}

/** BINARYMIME goes by BDAT alone (RFC 3030 §3). */
function takesBinary({ chunking, binaryMime }: Capabilities): boolean {
  return chunking && binaryMime
}

async function hasForeignHeader(
  { envelope, openBody }: ContentRequest,
  { smtpUtf8 }: Capabilities,
): Promise<boolean> {
  if (!envelope.smtpUtf8 || smtpUtf8) return false
  return (await scanContent(await openBody())).eightBitHeader
}

function asItIs({ envelope, size, openBody }: ContentRequest, eightBitHeader: boolean): FittedContent {
  return { kind: 'send', body: envelope.body, size, openBody, eightBitHeader, remark: null }
}

async function convert(
  { openBody }: ContentRequest,
  target: ContentTarget,
  peer: string,
): Promise<FittedContent> {
  const converted = await convertContent(openBody, target)
  if (converted.kind === 'impossible') return { kind: 'refuse', reply: refusal(converted.obstacle, peer) }
  const dkim = converted.breaksDkim ? ' Its DKIM signature does not hold any more.' : ''
  return {
    kind: 'send',
    body: target === '8bit' ? '8bitmime' : '7bit',
    size: converted.size,
    openBody: converted.openBody,
    eightBitHeader: false,
    remark: `The message was converted, because ${peer} takes ${target} content only.${dkim}`,
  }
}

/** RFC 3463 X.6.1: media not supported; X.6.3: conversion required and not supported. */
function refusal(obstacle: Obstacle, peer: string): Reply {
  const enhanced = obstacle === 'signed' ? '5.6.1' : '5.6.3'
  const text = `The message cannot be sent to ${peer}, which takes less than it holds, and it cannot be converted: ${REASONS[obstacle]}`
  return { code: 554, enhanced, text }
}

const REASONS: Readonly<Record<Obstacle, string>> = {
  signed: 'a part with 8-bit or binary content is signed, and converting it would break the signature.',
  header: 'its header holds 8-bit characters.',
  encoded: 'a part holds other octets than its encoding allows.',
  structure: 'its parts cannot be told apart.',
}
