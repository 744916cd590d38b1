import { expect, test } from 'vitest'
import { protocolKeyword, receivedHeader, type Trace } from '../../../main/engine/inbound/trace-header.ts'

const trace: Trace = {
  hello: { verb: 'EHLO', name: 'scanner.office.test' },
  client: '192.0.2.5',
  hostname: 'relay.office.test',
  tls: { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
  authenticated: true,
  smtpUtf8: false,
  id: '07CP446G001',
  recipients: ['user@elsewhere.test'],
  receivedAt: Date.UTC(2026, 0, 5, 9),
}

test('says who, where, how, and for whom', () => {
  expect(receivedHeader(trace)).toBe(
    'Received: from scanner.office.test ([192.0.2.5])\r\n' +
      '\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384)\r\n' +
      '\tby relay.office.test (Mailroom) with ESMTPSA id 07CP446G001\r\n' +
      '\tfor <user@elsewhere.test>; Mon, 05 Jan 2026 09:00:00 +0000\r\n',
  )
})

test('names no recipient where there are several', () => {
  expect(receivedHeader({ ...trace, recipients: ['a@b.test', 'c@d.test'] })).not.toContain('for <')
})

test.each(['evil (comment', 'x\r\nBcc: y', 'a b', '"', '<script>', '', '[not an address]', '-'])(
  'a client name like %j does not get into the header',
  (name) => {
    const header = receivedHeader({ ...trace, hello: { verb: 'EHLO', name } })
    expect(header.startsWith('Received: from [192.0.2.5] ([192.0.2.5])\r\n')).toBe(true)
  },
)

test('writes IPv6 addresses as literals', () => {
  const header = receivedHeader({
    ...trace,
    client: '2001:db8::5',
    hello: { verb: 'EHLO', name: '[IPv6:::1]' },
  })
  expect(header).toContain('from [IPv6:::1] ([IPv6:2001:db8::5])')
})

test.each([
  ['HELO', false, false, false, 'SMTP'],
  ['EHLO', false, false, false, 'ESMTP'],
  ['EHLO', true, false, false, 'ESMTPS'],
  ['EHLO', false, true, false, 'ESMTPA'],
  ['EHLO', true, true, false, 'ESMTPSA'],
  ['EHLO', false, false, true, 'UTF8SMTP'],
  ['EHLO', true, true, true, 'UTF8SMTPSA'],
] as const)('%s tls=%s auth=%s utf8=%s is %s', (verb, tls, authenticated, smtpUtf8, keyword) => {
  const hello = { verb, name: 'x' }
  expect(protocolKeyword({ hello, tls: tls ? trace.tls : null, authenticated, smtpUtf8 })).toBe(keyword)
})
