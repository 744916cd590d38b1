import { describe, expect, it } from 'vitest'
import { explainReply, explainText } from '../../../shared/explain/explain-reply.ts'
import { readReply } from '../../../shared/explain/read-reply.ts'
import { compilePattern, foldText, matchesPattern } from '../../../shared/explain/text-pattern.ts'
import { SEEN_REPLIES } from './replies.ts'

const matches = (pattern: string, text: string) => matchesPattern(foldText(text), compilePattern(pattern))

describe('replies that were seen in the wild', () => {
  it.each(SEEN_REPLIES)('$text', ({ id, text, host }) => {
    expect(explainText(text, { host: host ?? null }).id).toBe(id)
  })
})

describe('the most specific entry wins', () => {
  it('words before the enhanced code', () => {
    expect(explainText('550 5.1.1 Mailbox full').id).toBe('mailbox-full')
  })

  it('the enhanced code before the reply code', () => {
    expect(explainText('550 5.2.2 nope').id).toBe('status-mailbox-full')
  })

  it('a provider’s entry before the same for all', () => {
    const reply = { code: 535, enhanced: null, text: 'nope' }
    expect(explainReply(reply).id).toBe('code-535')
    expect(explainReply(reply, { host: 'smtp.mail.me.com [17.42.251.41]' }).id).toBe('apple-app-password')
  })

  it('the longer of two wordings', () => {
    expect(explainText('554 5.7.1 Client host rejected: access denied').id).toBe('client-rejected')
    expect(explainText('554 5.7.1 Client host rejected: cannot find your hostname').id).toBe('no-reverse-dns')
  })
})

describe('an unknown reply', () => {
  it('says that it is unknown, and what its number means', () => {
    const later = explainText('499 never seen')
    expect(later).toMatchObject({ kind: 'unknown', id: null, actor: 'nobody' })
    expect(later.meaning).toContain('passing')
    expect(explainText('599 never seen').meaning).toContain('for good')
  })

  it('does not blame the mail for what the server said before it heard of any', () => {
    const reply = { code: 599, enhanced: null, text: 'never seen' }
    expect(explainReply(reply, { phase: 'greeting' })).toMatchObject({ kind: 'unknown', actor: 'relay' })
  })

  it('takes any text', () => {
    for (const text of [
      '',
      ' ',
      '*',
      '\0',
      '5',
      '550',
      '550-',
      'a'.repeat(1_000_000),
      '550 5.7.1 '.repeat(10_000),
    ])
      expect(explainText(text).meaning).not.toBe('')
  })
})

describe('reading what people paste', () => {
  it.each([
    ['550 5.1.1 User unknown', 550, '5.1.1', 'User unknown'],
    ['550-5.7.26 This mail has been\r\n550 5.7.26 blocked', 550, '5.7.26', 'This mail has been blocked'],
    ['smtp; 550 5.1.1 User unknown', 550, '5.1.1', 'User unknown'],
    [
      '(host mx.example.org[192.0.2.7] said: 554 5.7.1 Relay access denied (in reply to RCPT TO command))',
      554,
      '5.7.1',
      'Relay access denied (in reply to RCPT TO command))',
    ],
    ['550 #5.1.0 Address rejected.', 550, '5.1.0', 'Address rejected.'],
    ['connect ECONNREFUSED 127.0.0.1:25', null, null, 'connect ECONNREFUSED 127.0.0.1:25'],
    ['4.4.7 Message expired', null, '4.4.7', '4.4.7 Message expired'],
  ])('%s', (pasted, code, enhanced, text) => {
    expect(readReply(pasted)).toEqual({ code, enhanced, text })
  })

  it('takes no address for a code', () => {
    expect(readReply('connect to 5.1.2.3 failed').enhanced).toBeNull()
  })
})

describe('text patterns', () => {
  it.each([
    ['spam', 'this is SPAM.', true],
    ['spam', 'antispam', false],
    ['spam*', 'spammer', true],
    ['AADSTS70001', 'AADSTS700016: x', false],
    ['blocked using*', 'blocked  using zen', true],
    ['a * c', 'a b c', true],
    ['a * c', 'c a', false],
    ["isn't", 'isn’t', true],
  ])('%s in "%s": %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected)
  })

  it('takes its time from the length of the text, not from its form', () => {
    const text = foldText('blocked using '.repeat(100_000))
    const begin = performance.now()
    expect(matchesPattern(text, compilePattern('blocked using * never * here'))).toBe(false)
    expect(performance.now() - begin).toBeLessThan(2_000)
  })
})
