import { expect, test } from 'vitest'
import { signIn, takeTokenFromLocation, tokenFrom } from '../../../renderer/bridge/console-session.ts'

test.each([
  ['#token=abc_1-2', 'abc_1-2'],
  ['http://127.0.0.1:8025/#token=abc', 'abc'],
  ['  abc  ', 'abc'],
  ['', null],
  ['#token=', null],
  ['http://127.0.0.1:8025/', null],
  ['#/queue', null],
])('reads the token out of %j', (text, token) => {
  expect(tokenFrom(text)).toBe(token)
})

test('takes the token out of the address bar', () => {
  history.replaceState(null, '', '/console?x=1#token=secret')
  expect(takeTokenFromLocation(window)).toBe('secret')
  expect(location.hash).toBe('')
  expect(location.search).toBe('?x=1')
})

test('leaves a place in the window alone', () => {
  history.replaceState(null, '', '/#/queue?view=held')
  expect(takeTokenFromLocation(window)).toBeNull()
  expect(location.hash).toBe('#/queue?view=held')
})

test('tells a refused token from a server that does not answer', async () => {
  const answer = (status: number) => () => Promise.resolve(new Response(null, { status }))
  expect(await signIn('t', answer(204))).toBe('signed-in')
  expect(await signIn('t', answer(401))).toBe('refused')
  expect(await signIn('t', () => Promise.reject(new TypeError('offline')))).toBe('unreachable')
})
