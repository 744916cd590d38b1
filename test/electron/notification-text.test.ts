import { expect, test } from 'vitest'
import { notificationText } from '../../main/electron/notification-text.ts'

test('what a server answered is no markup where the system would read it as such', () => {
  const text = 'The route fails: 550 <img src="file:///x"> no'
  expect(notificationText(text, 'linux')).toBe('The route fails: 550 ‹img src="file:///x"› no')
  expect(notificationText(text, 'win32')).toBe(text)
  expect(notificationText('x'.repeat(5_000), 'darwin')).toHaveLength(400)
})

test('a notice is one line of plain signs, and no entity becomes another sign', () => {
  const text = 'x\u202e\r\n\0\u001b[2J\u200b &#x202e;&lt;b&gt; Tom & Anna 👩‍👧'
  expect(notificationText(text, 'linux')).toBe('x [2J ＆#x202e;＆lt;b＆gt; Tom & Anna 👩‍👧')
  const long = notificationText(`${'y'.repeat(398)}😀😀`, 'linux')
  expect(long).not.toMatch(/\p{Cs}/u)
  expect(notificationText('z'.repeat(100_000), 'linux')).toHaveLength(400)
})
