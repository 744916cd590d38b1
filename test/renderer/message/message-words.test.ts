import { describe, expect, test } from 'vitest'
import { claimMeaning, claimsOf } from '../../../renderer/message/authentication-claims.ts'
import { fileProblem } from '../../../renderer/message/file/check-file.ts'
import { envelopeOf } from '../../../renderer/message/file/envelope-of.ts'
import { linkTarget } from '../../../renderer/message/link-target.ts'
import { textRuns } from '../../../renderer/message/quoted-text.ts'
import { receivedHops } from '../../../renderer/message/received-hops.ts'
import { linesWith, sourceLines } from '../../../renderer/message/source-lines.ts'
import { readMessage } from '../../../shared/mime/read-message.ts'

const octets = (text: string) => new TextEncoder().encode(text)
const received = (value: string) => ({ name: 'Received', value })

describe('the way of a message', () => {
  test('is read oldest first, with what each step took', () => {
    const hops = receivedHops([
      received(
        'from out.test (out.test [192.0.2.1]) by mx.test (Postfix) with ESMTPS id 1 for <a@b.test>; Thu, 12 Mar 2026 09:30:05 +0100 (CET)',
      ),
      received('from [10.0.0.7] by out.test with SMTP; Thu, 12 Mar 2026 08:30:00 +0000'),
    ])
    expect(hops).toMatchObject([
      { from: '[10.0.0.7]', by: 'out.test', protocol: 'SMTP', tls: false, delay: null },
      { from: 'out.test (out.test [192.0.2.1])', by: 'mx.test', protocol: 'ESMTPS', tls: true, delay: 5_000 },
    ])
  })

  test('is shown as far as it can be read', () => {
    expect(receivedHops([received('nonsense')])).toMatchObject([{ from: null, by: null, at: null }])
  })
})

test('authentication results are split into checks, each with words', () => {
  const claims = claimsOf(
    'mx.test; spf=pass smtp.mailfrom=a.test; dkim=fail (bad; hash) header.d=a.test; dmarc=none',
  )
  expect(claims.map(({ method, result, by }) => [method, result, by])).toEqual([
    ['spf', 'pass', 'mx.test'],
    ['dkim', 'fail', 'mx.test'],
    ['dmarc', 'none', 'mx.test'],
  ])
  for (const claim of claims) expect(claimMeaning(claim)).not.toBe('')
})

describe('a link', () => {
  test('opens only where it leads to a page over https', () => {
    expect(linkTarget('https://a.test/x', 'Read more')).toMatchObject({ opens: true, pretends: null })
    for (const address of ['http://a.test', 'javascript:x', 'mailto:a@b.test', 'file:///etc/passwd', 'x'])
      expect(linkTarget(address, '').opens).toBe(false)
  })

  test('that names one site and leads to another says so', () => {
    expect(linkTarget('https://evil.example/', 'https://www.bank.example/login').pretends).toBe(
      'www.bank.example',
    )
    expect(linkTarget('https://www.bank.example/', 'bank.example').pretends).toBeNull()
    expect(linkTarget('https://a.test/', 'Version 2.0 is out').pretends).toBeNull()
  })
})

test('text is split into what is new, what is quoted and the signature', () => {
  expect(
    textRuns('New\n> old\n>> older\nNew again\n-- \nAnna').map(({ kind, content }) => [kind, content]),
  ).toEqual([
    ['text', 'New'],
    ['quoted', 'old\n> older'],
    ['text', 'New again'],
    ['signature', '-- \nAnna'],
  ])
})

test('a source is cut into lines that can be drawn, and searched without case', () => {
  const lines = sourceLines(octets(`Subject: X\r\n\r\n${'y'.repeat(4_500)}\nsubject again`), false)
  expect(lines.map((line) => line.length)).toEqual([10, 0, 2_000, 2_000, 500, 13])
  expect(linesWith(lines, 'SUBJECT')).toEqual([0, 5])
  expect(linesWith(lines, '')).toEqual([])
})

describe('a file', () => {
  const file = (name: string, size = 10, type = '') => fileProblem({ name, size, type })
  test('is opened where it is a message', () => {
    expect(file('a.EML')).toBeNull()
    expect(file('mail', 10, 'message/rfc822')).toBeNull()
  })

  test('that is none is refused in words', () => {
    expect(file('a.pdf')).toMatch(/no message file/)
    expect(file('a.msg')).toMatch(/Outlook/)
    expect(file('a.eml', 0)).toMatch(/empty/)
  })

  test('that is too large is refused with its size, the limit and what to do; the limit itself is not too large', () => {
    const limit = 64 * 1024 * 1024
    expect(file('a.eml', limit)).toBeNull()
    for (const [size, said] of [
      [limit + 1, '65 MiB'],
      [100 * 1024 * 1024, '100 MiB'],
    ] as const)
      expect(file('a.eml', size)).toBe(
        `“a.eml” has ${said}; messages of up to 64 MiB can be opened here. Open it in a mail program.`,
      )
  })

  test('suggests its envelope', () => {
    const { content } = readMessage(
      octets('From: A <a@a.test>\nTo: b@b.test, B <b@b.test>\nCc: undisclosed-recipients:;, c@c.test\n\n'),
    )
    expect(envelopeOf(content)).toEqual({ sender: 'a@a.test', recipients: ['b@b.test', 'c@c.test'] })
    expect(envelopeOf(readMessage(octets('Return-Path: <>\nFrom: a@a.test\n\n')).content).sender).toBe('')
  })
})
