import { expect, test } from 'vitest'
import { notificationText } from '../../main/electron/notification-text.ts'

test('what a server answered is no markup where the system would read it as such', () => {
  const text = 'The route fails: 550 <img src="file:///x"> no'
  expect(notificationText(text, 'linux')).toBe('The route fails: 550 ‹img src="file:///x"› no')
  expect(notificationText(text, 'win32')).toBe(text)
  expect(notificationText('x'.repeat(5_000), 'darwin')).toHaveLength(400)
})
