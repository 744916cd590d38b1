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
  ['con', '_con'],
  ['invoice\u202efdp.exe\r\n\0 ', 'invoicefdp.exe'],
  ['', 'id'],
  ['中文 🎉', '中文 🎉'],
])('%j becomes the file name %j', (subject, name) => {
  expect(fileNameOf(subject, 'id')).toBe(name)
})

test('a sender makes no second From line, also one whose letters are cut to octets', () => {
  const entry = mboxEntry('a\r\n', 'x\u010aFrom\u2028y z\0@office.test', AT)
  expect(entry.split('\n')).toHaveLength(4)
  expect(entry).toMatch(/^From x\u00c4\u008aFrom_y_z_@office\.test Sun /)
})

test('a subject of 100 kB is a file name of 80 letters', () => {
  expect(fileNameOf('x'.repeat(100_000), 'id')).toHaveLength(80)
})
