import type { SimulatedMail } from '../../../shared/contract/rules.ts'
import { byteSizeSchema, parseByteSize } from '../../../shared/domain/byte-size.ts'
import { CommandFailure, EXIT } from '../exit-codes.ts'

/** The options of "mailroom rule simulate" as they are written. */
export interface MailOptions {
  readonly from?: string
  readonly to?: readonly string[]
  readonly client?: string
  readonly account?: string
  readonly listener?: string
  readonly tls: boolean
  readonly size?: string
  readonly subject?: string
  readonly headerFrom?: string
  readonly header?: readonly string[]
  readonly at?: string
}

/** Throws CommandFailure where something is missing or cannot be read. */
export function toMail(options: MailOptions): SimulatedMail {
  const { from, to, client, account, listener, tls, size, subject, headerFrom, header, at } = options
  if (from === undefined || to === undefined)
    throw wrong('Give a message id, or --from and --to: "mailroom rule simulate --help" has examples.')
  return {
    sender: from === '<>' ? '' : from,
    recipients: [...to],
    tls,
    ...(client === undefined ? {} : { client }),
    ...(account === undefined ? {} : { account }),
    ...(listener === undefined ? {} : { listener }),
    ...(size === undefined ? {} : { size: toOctets(size) }),
    ...(subject === undefined ? {} : { subject }),
    ...(headerFrom === undefined ? {} : { headerFrom }),
    ...(header === undefined ? {} : { headers: header.map(toField) }),
    ...(at === undefined ? {} : { receivedAt: toTime(at) }),
  }
}

function toOctets(text: string): number {
  const size = byteSizeSchema.safeParse(/^\d+$/.test(text) ? `${text}B` : text)
  if (!size.success) throw wrong(`"${text}" is no size: write "512KiB" or "2MiB".`)
  return parseByteSize(size.data)
}

function toField(text: string): { name: string; value: string } {
  const colon = text.indexOf(':')
  if (colon < 1) throw wrong(`"${text}" is no header field: write "Name: value".`)
  return { name: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim() }
}

function toTime(text: string): number {
  const at = Date.parse(text)
  if (Number.isNaN(at)) throw wrong(`"${text}" is no time: write it as 2026-01-05T22:30.`)
  return at
}

function wrong(message: string): CommandFailure {
  return new CommandFailure(EXIT.usage, message)
}
