import { expect, test } from 'vitest'
import { flowSentence } from '../../../../renderer/features/overview/flow-sentence.ts'
import { nextSteps } from '../../../../renderer/features/overview/next-steps.ts'
import type { Attention, Status } from '../../../../shared/contract/system.ts'
import { sampleStatus } from '../../support/sample-status.ts'

const NONE = { queued: 0, active: 0, deferred: 0, held: 0, delivered: 0, failed: 0, cancelled: 0 }
const item = (kind: Attention['kind'], subject: string | null = null): Attention => ({
  kind,
  severity: 'problem',
  text: '',
  subject,
})

test.each<[Partial<Status>, string]>([
  [{}, 'Mail is flowing'],
  [{ counts: NONE }, 'Ready: no mail has come in yet'],
  [{ counts: NONE, attention: [item('no-route')] }, 'Mailroom is running'],
  [{ counts: { ...NONE, held: 2 }, attention: [item('no-route')] }, 'Mail is held: it has nowhere to go yet'],
  [{ attention: [item('route-failing', 'provider')] }, 'Mail by provider is waiting'],
  [{ attention: [item('route-failing', 'a'), item('route-failing', 'b')] }, 'Mail by 2 routes is waiting'],
  [{ attention: [item('circuit', 'a')] }, 'Mail by a is waiting: no host of it answers'],
  [{ pauses: { queue: true, routes: [] }, attention: [item('route-failing', 'a')] }, 'Delivery is paused'],
  [{ listeners: [] }, 'No mail can come in: no listener is running'],
  [{ disk: { freeBytes: 1, low: true }, listeners: [] }, 'New mail is turned away: the disk is nearly full'],
])('%j reads %j', (change, title) => {
  expect(flowSentence(sampleStatus(change)).title).toBe(title)
})

test('mail that waits for a sign-in says so first', () => {
  const routes = sampleStatus().routes.map((route) => ({
    ...route,
    waiting: 2,
    signIn: { state: 'revoked', username: null, expiresAt: null, text: null } as const,
  }))
  const sentence = flowSentence(sampleStatus({ routes, attention: [item('sign-in', 'provider')] }))
  expect(sentence).toMatchObject({ tone: 'bad', title: 'Mail by provider is waiting for a sign-in' })
})

test('the steps after the first start name the address to point a device at, and tick off what is done', () => {
  const first = nextSteps(sampleStatus({ routes: [], counts: NONE }), 0)
  expect(first.map((step) => step.done)).toEqual([false, false, false])
  expect(first[2]?.text).toContain('127.0.0.1, port 2525')
  expect(nextSteps(sampleStatus(), 1).every((step) => step.done)).toBe(true)
})

test('a device that is let in by its address needs no account', () => {
  const steps = nextSteps(sampleStatus({ counts: NONE }), 1)
  expect(steps.map(({ done }) => done)).toEqual([true, true, false])
  expect(nextSteps(sampleStatus(), 0).every((step) => step.done)).toBe(true)
})

test('a program that has just started says nothing of an hour that it did not see', () => {
  const text = (now: number) => flowSentence(sampleStatus({ startedAt: 0, now })).detail
  expect(text(60_000)).toContain('since the start')
  expect(text(2 * 3_600_000)).toContain('in the last hour')
})
