import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { type EnvelopeFacts, fitEnvelope } from '../../../main/engine/delivery/fit-envelope.ts'
import { scanContent } from '../../../main/engine/delivery/scan-content.ts'
import type { Capabilities } from '../../../main/engine/delivery/wire-connection.ts'
import { recipient } from '../../support/temporary-delivery.ts'

const NOTHING: Capabilities = {
  pipelining: false,
  eightBitMime: false,
  smtpUtf8: false,
  requireTls: false,
  chunking: false,
  binaryMime: false,
  limits: { rcptMax: null, mailMax: null },
  dsn: false,
  size: null,
  authMechanisms: [],
}
const EVERYTHING: Capabilities = {
  ...NOTHING,
  eightBitMime: true,
  smtpUtf8: true,
  dsn: true,
  size: { limit: 1_000 },
}
const CLEAN = { eightBit: false, eightBitHeader: false }

test('gives every parameter to a host that knows them', () => {
  const fitted = fitTo({
    capabilities: EVERYTHING,
    envelope: { body: '8bitmime', smtpUtf8: true, ret: 'hdrs', envid: 'a+b=c d' },
    recipients: [
      recipient(
        { address: 'ü@far.test', notify: ['success', 'failure'], originalRecipient: 'rfc822;x+y@z.test' },
        0,
      ),
    ],
  })
  expect(fitted.mail).toBe(
    'MAIL FROM:<sender@office.test> SIZE=100 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=a+2Bb+3Dc+20d',
  )
  expect(fitted.recipients).toEqual([
    { number: 1, rcpt: 'RCPT TO:<ü@far.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;x+2By@z.test' },
  ])
})

test('leaves out what a host does not know', () => {
  const fitted = fitTo({
    capabilities: NOTHING,
    envelope: { body: '8bitmime', smtpUtf8: true, ret: 'full', envid: 'x' },
    recipients: [recipient({ notify: ['never'], originalRecipient: 'rfc822;a@b.test' }, 0)],
  })
  expect(fitted.mail).toBe('MAIL FROM:<sender@office.test>')
  expect(fitted.recipients).toEqual([{ number: 1, rcpt: 'RCPT TO:<user@far.test>' }])
})

test('writes the null sender', () => {
  expect(fitTo({ envelope: { sender: '' } }).mail).toBe('MAIL FROM:<> SIZE=100')
})

test('refuses a message that is larger than the host takes', () => {
  const fitted = fitTo({ capabilities: EVERYTHING, size: 1_001 })
  expect(fitted.recipients).toEqual([])
  expect(fitted.refused[0]?.reply).toMatchObject({ code: 552, enhanced: '5.3.4' })
  expect(fitTo({ capabilities: { ...EVERYTHING, size: { limit: 0 } }, size: 1_001 }).refused).toEqual([])
})

test.each([
  ['an ASCII message', {}, true],
  ['an international header', { eightBitHeader: true }, false],
  ['an international sender', { envelope: { sender: 'ü@office.test' } }, false],
])('sends %s marked SMTPUTF8 to a host without it: %s', (_name, facts, goes) => {
  const capabilities = { ...NOTHING, eightBitMime: true }
  const fitted = fitTo({
    ...facts,
    capabilities,
    envelope: { smtpUtf8: true, ...('envelope' in facts ? facts.envelope : {}) },
  })
  expect(fitted.refused.map(({ reply }) => reply.enhanced)).toEqual(goes ? [] : ['5.6.7'])
})

test('refuses only the international recipients, and writes international domains in ASCII', () => {
  const addresses = ['plain@far.test', 'ü@far.test', 'plain@bücher.test']
  const fitted = fitTo({ capabilities: NOTHING, recipients: addresses.map(recipient) })
  expect(fitted.refused.map(({ number, reply }) => [number, reply.enhanced])).toEqual([[2, '5.6.7']])
  expect(fitted.recipients.map(({ rcpt }) => rcpt)).toEqual([
    'RCPT TO:<plain@far.test>',
    'RCPT TO:<plain@xn--bcher-kva.test>',
  ])
})

test.each(['a@b.test>\r\nRCPT TO:<c@d.test', 'a b@c.test', 'a>b@c.test', ''])(
  'refuses %j as an address',
  (address) => {
    expect(fitTo({ recipients: [recipient({ address }, 0)] }).refused[0]?.reply.enhanced).toBe('5.1.3')
  },
)

test('takes a quoted local part', () => {
  expect(fitTo({ recipients: [recipient({ address: '"a b>"@c.test' }, 0)] }).recipients).toHaveLength(1)
})

test('says what the content is and that TLS is demanded, where the host knows it', () => {
  const capabilities = { ...EVERYTHING, requireTls: true, chunking: true, binaryMime: true }
  const envelope = { body: 'binarymime', requireTls: true } as const
  expect(fitTo({ capabilities, envelope }).mail).toBe(
    'MAIL FROM:<sender@office.test> SIZE=100 BODY=BINARYMIME REQUIRETLS',
  )
})

test.each([
  ['Subject: x\r\n\r\nbody', CLEAN],
  ['Subject: x\r\n\r\nb\u00f6dy', { eightBit: true, eightBitHeader: false }],
  ['Subject: \u00fc\r\n\r\nbody', { eightBit: true, eightBitHeader: true }],
  ['\r\nb\u00f6dy', { eightBit: true, eightBitHeader: false }],
])('knows of %j', async (content, facts) => {
  expect(await scanContent(Readable.from([Buffer.from(content)]))).toEqual(facts)
  const pieces = [...Buffer.from(content)].map((octet) => Buffer.of(octet))
  expect(await scanContent(Readable.from(pieces))).toEqual(facts)
})

function fitTo(
  facts: Omit<Partial<EnvelopeFacts>, 'envelope'> & { envelope?: Partial<EnvelopeFacts['envelope']> },
) {
  return fitEnvelope({
    size: 100,
    recipients: [recipient('user@far.test', 0)],
    capabilities: EVERYTHING,
    host: 'mx.far.test',
    eightBitHeader: false,
    ...facts,
    envelope: {
      sender: 'sender@office.test',
      body: '7bit',
      smtpUtf8: false,
      requireTls: false,
      ret: null,
      envid: null,
      ...facts.envelope,
    },
  })
}
