import { expect, test } from 'vitest'
import { openLoopbackRedirect } from '../../../main/engine/oauth/loopback-redirect.ts'
import { waitFor } from '../../support/wait-for.ts'

test('a sign-in that was left before the server listened leaves no port open', async () => {
  const before = servers()
  const left = AbortSignal.abort(new Error('left'))
  await expect(openLoopbackRedirect('127.0.0.1', 'state', left)).rejects.toThrow('left')
  const leaving = new AbortController()
  const opening = openLoopbackRedirect('127.0.0.1', 'state', leaving.signal)
  leaving.abort(new Error('left'))
  await expect(opening).rejects.toThrow('left')
  await waitFor('the ports to close', () => servers() === before)
})

test('a sign-in that is left while it waits closes its port', async () => {
  const leaving = new AbortController()
  const { address, arrived } = await openLoopbackRedirect('127.0.0.1', 'state', leaving.signal)
  leaving.abort(new Error('left'))
  await expect(arrived).rejects.toThrow('left')
  await expect(fetch(address)).rejects.toThrow()
})

function servers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length
}
