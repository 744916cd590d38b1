import { expect, test } from 'vitest'
import { panelBadge } from '../../../renderer/app/panel-badge.ts'
import { statusSentence } from '../../../renderer/app/status-sentence.ts'
import { sampleStatus } from '../support/sample-status.ts'

const connected = { kind: 'connected' } as const
const text = (status: Parameters<typeof statusSentence>[1]) =>
  statusSentence(connected, status)
    .parts.map((part) => part.text)
    .join(' · ')

test('says in one sentence that all is well', () => {
  expect(text(sampleStatus())).toBe('Running · 1 listener · nothing waiting · 2 msg/min · provider OK')
})

test('names the route whose last attempt failed', () => {
  const [route] = sampleStatus().routes
  if (!route) throw new Error('the sample has a route')
  expect(text(sampleStatus({ routes: [{ ...route, lastFailureAt: 950_000 }] }))).toContain(
    'provider is failing',
  )
  expect(text(sampleStatus({ routes: [{ ...route, lastFailureAt: 850_000 }] }))).toContain('provider OK')
})

test('names the route that needs a sign-in', () => {
  const [route] = sampleStatus().routes
  if (!route) throw new Error('the sample has a route')
  const signIn = { state: 'revoked', username: null, expiresAt: null, text: null } as const
  expect(text(sampleStatus({ routes: [{ ...route, signIn }] }))).toContain('provider needs a sign-in')
})

test('never says that it runs while nothing is known', () => {
  const lost = statusSentence({ kind: 'reconnecting', attempt: 1, reason: '' }, sampleStatus())
  expect(lost).toMatchObject({ tone: 'unknown', parts: [{ text: 'Not connected to the mail engine' }] })
})

test('counts what waits in the queue, as the status bar does, and marks a panel that needs somebody', () => {
  const status = sampleStatus({
    counts: { queued: 1, active: 1, deferred: 1_200, held: 1, delivered: 9, failed: 3, cancelled: 0 },
    attention: [{ kind: 'listener-failed', severity: 'problem', text: 'Port 25 is taken.', subject: 'lan' }],
  })
  expect(panelBadge('queue', status)).toMatchObject({ text: '1.2k', tone: 'quiet' })
  expect(panelBadge('settings', status)).toEqual({ text: '!', tone: 'bad', description: 'Port 25 is taken.' })
  expect(panelBadge('routes', status)).toBeNull()
})
