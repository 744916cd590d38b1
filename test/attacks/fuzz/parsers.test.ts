/** Every parser of what strangers send, with mutants of a corpus: none throws, and what each promises holds for all. */
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { parseConfiguration } from '../../../main/engine/config/parse-configuration.ts'
import { addressesIn, readContentFacts } from '../../../main/engine/content/content-facts.ts'
import { convertContent } from '../../../main/engine/content/convert/convert-content.ts'
import { ContentEncoder } from '../../../main/engine/delivery/encode-content.ts'
import { parseReply } from '../../../main/engine/delivery/parse-reply.ts'
import { CommandLines } from '../../../main/engine/inbound/command-lines.ts'
import { DataDecoder } from '../../../main/engine/inbound/data-decoder.ts'
import { parseMailParameters, parseRcptParameters } from '../../../main/engine/inbound/mail-parameters.ts'
import { readHeader } from '../../../main/engine/inbound/message-header.ts'
import { parsePath } from '../../../main/engine/inbound/parse-path.ts'
import { beginSasl, MECHANISMS, type SaslStep } from '../../../main/engine/inbound/sasl.ts'
import { formatFilter } from '../../../shared/filter/format-filter.ts'
import { parseFilter } from '../../../shared/filter/parse-filter.ts'
import { parseSessionFilter } from '../../../shared/filter/session-filter.ts'
import { LIMITS } from '../../../shared/mime/message-structure.ts'
import { readMessage } from '../../../shared/mime/read-message.ts'
import { fuzz, SECONDS, type Target } from './fuzz.ts'

const TARGETS: Record<string, Target> = {
  commands(octets) {
    const lines = new CommandLines()
    lines.push(octets)
    for (let line = lines.next(false); line; line = lines.next(false))
      if (line.end === 'crlf') expect(line.octets.includes(10)).toBe(false)
    const decoder = new DataDecoder()
    const decoded = decoder.push(octets)
    expect(Buffer.concat(decoded.content).toString('latin1')).not.toMatch(/(?<!\r)\n|\r(?!\n)|\0/)
    const encoder = new ContentEncoder()
    const wire = Buffer.concat([encoder.encode(octets), encoder.end()])
    expect(`\r\n${wire.toString('latin1')}`.indexOf('\r\n.\r\n')).toBe(wire.length - 3)
  },

  addresses(octets) {
    const parsed = parsePath(octets.toString())
    addressesIn(octets.toString())
    if (parsed.kind !== 'path') return
    const { address, parameters } = parsed.path
    expect(address).not.toMatch(/\p{Cc}/u)
    expect(address.replace(/^"(?:[^"\\]|\\.)*"/, '')).not.toMatch(/[<>\s]/)
    const mail = parseMailParameters(parameters)
    const rcpt = parseRcptParameters(parameters)
    if (mail.kind === 'ok') expect(mail.value.envid ?? '').not.toMatch(/\p{Cc}/u)
    if (rcpt.kind === 'ok') expect(rcpt.value.originalRecipient ?? '').not.toMatch(/\p{Cc}/u)
  },

  replies(octets) {
    const { code, text } = parseReply(octets.toString())
    expect(code === null || (code >= 200 && code < 600)).toBe(true)
    expect(text).not.toMatch(/\p{Cc}/u)
    expect(text.length).toBeLessThanOrEqual(1_000)
  },

  sasl(octets) {
    const line = octets.toString('latin1')
    for (const mechanism of MECHANISMS)
      for (const response of [line, octets.toString('base64')]) {
        let step: SaslStep = beginSasl(
          mechanism,
          response,
          () => '<1@x>',
          () => true,
        )
        for (let turns = 0; step.kind === 'challenge' && turns < 3; turns += 1) step = step.next(response)
        if (step.kind === 'credentials') expect(step.credentials.username).not.toMatch(/\p{Cc}/u)
      }
  },

  async messages(octets) {
    const open = async () => Readable.from([octets], { objectMode: false })
    const { content } = readMessage(octets)
    expect(content.parts.length).toBeLessThanOrEqual(LIMITS.parts + 1)
    readHeader(octets, true)
    await readContentFacts(open, { attachments: true })
    const converted = await convertContent(open, '7bit')
    if (converted.kind !== 'converted') return
    let size = 0
    for await (const part of (await converted.openBody()) as AsyncIterable<Buffer>) {
      size += part.length
      expect(part.every((octet) => octet < 128)).toBe(true)
    }
    expect(size).toBe(converted.size)
  },

  configurations(octets) {
    let given: unknown
    try {
      given = JSON.parse(octets.toString())
    } catch {
      given = octets.toString()
    }
    expect(['config', 'issues']).toContain(parseConfiguration(given).kind)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  },

  filters(octets) {
    const text = octets.toString()
    const { filter } = parseFilter(text, 0)
    parseSessionFilter(text, 0)
    if (filter) formatFilter(filter)
  },
}

test.each(Object.entries(TARGETS))(
  'mutants of %s break nothing',
  async (name, target) => {
    expect(await fuzz(name, target)).toBeGreaterThan(0)
  },
  SECONDS * 1_000 + 60_000,
)
