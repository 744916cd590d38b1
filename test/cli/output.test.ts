import { expect, onTestFinished, test, vi } from 'vitest'
import { plainText, printJson, printLine } from '../../main/cli/output.ts'

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

test.each([
  ['escape sequences', '\u001b]0;pwned\u0007 \u001b[2J \u009b31m'],
  ['marks that turn, hide or join text', 'exe\u202egpj\u200b\u2028\u{e0041}'],
  ['NUL, DEL and backspaces', '\u0000\u007f\b\b'],
])('JSON for programs is the same JSON, and steers no terminal when a person looks: %s', (_, subject) => {
  const written: string[] = []
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text))
    return true
  })
  onTestFinished(() => spy.mockRestore())
  printJson({ subject })
  printLine(JSON.stringify({ subject }, null, 2))
  for (const text of written) {
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    expect(JSON.parse(text)).toEqual({ subject })
  }
})
