import { expect, test } from 'vitest'
import { composeMessage } from '../../../main/cli/sendmail/compose-message.ts'
import { parseSendmailArguments } from '../../../main/cli/sendmail/parse-arguments.ts'

const surroundings = {
  user: 'backup',
  hostname: 'office.test',
  date: 'Mon, 05 Jan 2026 09:00:00 +0000',
  unique: 'u1',
}

function compose(args: string[], input: string) {
  const { sender, recipients, content } = composeMessage(
    Buffer.from(input),
    parseSendmailArguments(args),
    surroundings,
  )
  return { sender, recipients, content: content.toString('utf8') }
}

test('adds From, Date and Message-ID to plain text, and ends lines with CRLF', () => {
  expect(compose(['admin', 'b@far.test'], 'It is done.\n')).toEqual({
    sender: 'backup@office.test',
    recipients: ['admin@office.test', 'b@far.test'],
    content: [
      'From: backup@office.test',
      'Date: Mon, 05 Jan 2026 09:00:00 +0000',
      'Message-ID: <u1@office.test>',
      '',
      'It is done.',
      '',
    ].join('\r\n'),
  })
})

test('-t takes To, Cc and Bcc, unfolds and decodes them, and removes Bcc', () => {
  const input = [
    'To: "Doe, J." <j@far.test>,',
    ' =?utf-8?q?J=C3=B6rg?= <jo@far.test>',
    'Cc: Staff: a@far.test, b@far.test;',
    'Bcc: hidden@far.test',
    'Subject: Hi',
    '',
    'body',
  ].join('\n')
  const { recipients, content } = compose(['-t', 'extra@far.test'], input)
  expect([...recipients].sort()).toEqual([
    'a@far.test',
    'b@far.test',
    'extra@far.test',
    'hidden@far.test',
    'j@far.test',
    'jo@far.test',
  ])
  expect(content).not.toContain('hidden')
  expect(content).toContain('Subject: Hi\r\nFrom: ')
  expect(content).toContain('\r\n\r\nbody\r\n')
})

test('takes recipients as they stand in a header too: lists, and names with addresses', () => {
  const { recipients } = compose(['a@far.test,b@far.test', 'Bob <bob@far.test>', 'root,admin'], 'x\n')
  expect(recipients).toEqual([
    'a@far.test',
    'b@far.test',
    'bob@far.test',
    'root@office.test',
    'admin@office.test',
  ])
})

test('-t takes accounts of this computer', () => {
  const { recipients } = compose(['-t'], 'To: root\nCc: undisclosed-recipients:;\nBcc: Admin <admin>\n\nx\n')
  expect(recipients).toEqual(['root@office.test', 'admin@office.test'])
})

test('without -t the header names nobody, and Bcc stays as it is', () => {
  const { recipients, content } = compose(['a@far.test'], 'To: b@far.test\nBcc: c@far.test\n\nx\n')
  expect(recipients).toEqual(['a@far.test'])
  expect(content).toContain('Bcc: c@far.test')
})

test('Resent fields take the place of the others', () => {
  expect(compose(['-t'], 'To: old@far.test\nResent-To: new@far.test\n\nx').recipients).toEqual([
    'new@far.test',
  ])
})

test('a lone dot ends the message, unless -i or -oi says otherwise', () => {
  expect(compose(['a@far.test'], 'one\n.\ntwo\n').content).not.toContain('two')
  for (const option of ['-i', '-oi', '-ti'])
    expect(compose([option, 'a@far.test'], 'To: b@far.test\n\none\n.\ntwo\n').content).toContain(
      '\r\n.\r\ntwo',
    )
})

test('-f sets the sender, "<>" none at all; -F the name, in any alphabet', () => {
  expect(compose(['-f', '<>', 'a@far.test'], 'x').sender).toBe('')
  expect(compose(['-froot@far.test', 'a@far.test'], 'x').sender).toBe('root@far.test')
  expect(compose(['-F', 'Backup "Job"', 'a@far.test'], 'x').content).toContain(
    'From: "Backup \\"Job\\"" <backup@office.test>',
  )
  expect(compose(['-F', 'Jörg', 'a@far.test'], 'x').content).toContain('From: =?utf-8?B?SsO2cmc=?= <')
  expect(compose(['-F', 'a\r\nBcc: evil@far.test', 'a@far.test'], 'x').content).not.toContain('\nBcc')
})

test('keeps octets as they are, mailbox lines out, and text that looks like no header as body', () => {
  const { content } = composeMessage(
    Buffer.from([0x53, 0x3a, 0x20, 0xff, 0x0a, 0x0a, 0xe9, 0x0d, 0x0a]),
    parseSendmailArguments(['a@far.test']),
    surroundings,
  )
  expect(content.includes(Buffer.from([0x53, 0x3a, 0x20, 0xff, 0x0d, 0x0a]))).toBe(true)
  expect(content.subarray(-3)).toEqual(Buffer.from([0xe9, 0x0d, 0x0a]))
  expect(compose(['a@far.test'], 'From x Mon Jan\nSubject: Hi\n\nb').content).toMatch(/^Subject: Hi\r\n/)
  expect(compose(['a@far.test'], 'no header here\nX: y\n').content).toContain(
    '\r\n\r\nno header here\r\nX: y\r\n',
  )
})

test('reads the options that programs really use, and refuses modes that it has not', () => {
  const parsed = parseSendmailArguments([
    '-oem',
    '-odb',
    '-B',
    '8BITMIME',
    '-N',
    'failure',
    '-v',
    '-bm',
    '--',
    '-odd@far.test',
  ])
  expect(parsed).toMatchObject({ recipients: ['-odd@far.test'], dotEnds: true, readRecipients: false })
  expect(() => parseSendmailArguments(['-bs'])).toThrow(/-bs/)
  expect(() => parseSendmailArguments(['-Z'])).toThrow(/-Z/)
  expect(() => parseSendmailArguments(['-f'])).toThrow(/-f needs/)
})
