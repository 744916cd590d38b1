import { expect, test } from 'vitest'
import { plainText } from '../../main/cli/output.ts'

test.each([
  ['colours and cursor movements', '\u001b[31mred\u001b[2J\u001b[1;1H', 'red'],
  ['a window title', '\u001b]0;pwned\u0007Invoice', 'Invoice'],
  ['the 8-bit forms', '\u009b31mred \u009d0;x\u009c', 'red'],
  ['line ends, which would forge a line', 'one\r\ntwo\u2028three', 'one two three'],
  ['marks that turn the direction of text', 'exe\u202egpj', 'exe gpj'],
])('what comes from mail does not steer the terminal: %s', (_, text, expected) => {
  const shown = plainText(text)
  expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  expect(shown.replace(/ +/g, ' ').trim()).toContain(expected)
})
