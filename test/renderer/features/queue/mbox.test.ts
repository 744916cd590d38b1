import { expect, test } from 'vitest'
import { fileNameOf, mboxEntry } from '../../../../renderer/features/queue/mbox.ts'

const AT = Date.UTC(2026, 10, 1, 9, 5)

test('lines that begin with From are quoted so that they can be read back', () => {
  const source = 'Subject: x\r\n\r\nFrom here\r\n>From there\r\nnot From\r\n'
  expect(mboxEntry(source, 'anna@office.test', AT)).toBe(
    'From anna@office.test Sun Nov  1 09:05:00 2026\nSubject: x\n\n>From here\n>>From there\nnot From\n\n',
  )
})

test('a message without a last line end still ends with an empty line', () => {
  expect(mboxEntry('a', '', AT)).toBe('From MAILER-DAEMON Sun Nov  1 09:05:00 2026\na\n\n')
})

test.each([
  ['Invoice 12/2026: "final"', 'Invoice 12 2026 final'],
  ['..\\..\\x', 'x'],
  ['', 'id'],
  ['中文 🎉', '中文 🎉'],
])('%j becomes the file name %j', (subject, name) => {
  expect(fileNameOf(subject, 'id')).toBe(name)
})
