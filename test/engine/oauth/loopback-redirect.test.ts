import { createHash } from 'node:crypto'
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

test('the page that the browser comes back to has its own style by hash, and nothing else', async () => {
  const leaving = new AbortController()
  const { address, arrived } = await openLoopbackRedirect('127.0.0.1', 'state', leaving.signal)
  const response = await fetch(address)
  const [, style = ''] = /<style>(.*?)<\/style>/.exec(await response.text()) ?? []
  const hash = createHash('sha256').update(style).digest('base64')
  const policy = response.headers.get('content-security-policy') ?? ''
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'/)
  expect(policy).toContain(hash)
  leaving.abort(new Error('left'))
  await expect(arrived).rejects.toThrow('left')
})

function servers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length
}
