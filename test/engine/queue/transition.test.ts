import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type RecipientEvent,
  type RecipientEventKind,
  type RecipientProgress,
  transition,
} from '../../../main/engine/queue/transition.ts'
import { isOpen, RECIPIENT_STATES, type RecipientState } from '../../../shared/domain/recipient.ts'

const AT = 1_000
const reply = { code: 250, enhanced: null, text: 'ok' }

const EVENTS: { readonly [K in RecipientEventKind]: RecipientEvent & { readonly kind: K } } = {
  Claim: { kind: 'Claim', owner: 'me', until: 2_000 },
  Deliver: { kind: 'Deliver', route: 'provider', host: 'mx', reply },
  Defer: { kind: 'Defer', route: null, host: 'mx', reply, nextAttemptAt: 5_000, delayNotice: false },
  Wait: { kind: 'Wait', route: 'provider', reply, nextAttemptAt: 6_000 },
  Refuse: { kind: 'Refuse', route: 'provider', host: 'mx', reply },
  Expire: { kind: 'Expire', route: 'provider', reply },
  HoldByRule: { kind: 'HoldByRule', hold: 'rule', reply },
  Discard: { kind: 'Discard', reply },
  Capture: { kind: 'Capture', route: 'sandbox', reply },
  ReleaseLease: { kind: 'ReleaseLease', route: null, nextAttemptAt: 3_000 },
  Hold: { kind: 'Hold' },
  Release: { kind: 'Release', now: AT },
  SendNow: { kind: 'SendNow', now: AT },
  Reroute: { kind: 'Reroute', now: AT },
  Advance: { kind: 'Advance', nextAttemptAt: 800 },
  TellDelay: { kind: 'TellDelay' },
  Cancel: { kind: 'Cancel' },
  AdminBounce: { kind: 'AdminBounce', reply },
  Redirect: { kind: 'Redirect', route: 'second', now: AT },
  Plan: { kind: 'Plan' },
  Undo: { kind: 'Undo', state: 'deferred', nextAttemptAt: 900, hold: null },
}

/** The table above transition(), with "-" for what is refused. Held mail is held by a rule. */
const TABLE = `
            queued     deferred   active     held
Claim       active     active     -          active
Deliver     -          -          delivered  -
Capture     -          -          delivered  -
Defer       -          -          deferred   -
Wait        -          -          deferred   -
Refuse      -          -          bounced    -
Expire      -          -          expired    -
HoldByRule  -          -          held       -
Discard     -          -          cancelled  -
ReleaseLease -         -          queued     -
Hold        held       held       -          -
Release     -          -          -          queued
SendNow     queued     queued     -          queued
Reroute     queued     deferred   -          -
Advance     queued     deferred   -          -
TellDelay   queued     deferred   -          -
Cancel      cancelled  cancelled  -          cancelled
AdminBounce bounced    bounced    bounced    bounced
Redirect    queued     queued     -          held
Plan        held       held       -          held
Undo        -          -          -          -`

function recipient(state: RecipientState, part: Partial<RecipientProgress> = {}): RecipientProgress {
  return {
    state,
    route: 'provider',
    attempts: 1,
    nextAttemptAt: state === 'queued' || state === 'deferred' ? 900 : null,
    lastReply: null,
    lastHost: null,
    delayNoticeSentAt: null,
    hold: state === 'held' ? 'rule' : null,
    forcedRoute: null,
    lease: state === 'active' ? { owner: 'me', until: 2_000 } : null,
    ...part,
  }
}

function moved(before: RecipientProgress, event: RecipientEvent): RecipientProgress {
  const move = transition(before, event, AT)
  if (move.kind === 'refused') throw new Error(`${event.kind} is refused in ${before.state}`)
  return move.recipient
}

function tableRows(): (readonly [RecipientState, RecipientEventKind, string])[] {
  const [head = '', ...lines] = TABLE.trim().split('\n')
  const states = head.trim().split(/\s+/) as RecipientState[]
  return lines.flatMap((line) => {
    const [event, ...ends] = line.split(/\s+/)
    return states.map((state, index) => [state, event as RecipientEventKind, ends[index] ?? '?'] as const)
  })
}

describe('transition', () => {
  it.each(tableRows())('%s and %s: %s', (state, kind, end) => {
    const move = transition(recipient(state), EVENTS[kind], AT)
    expect(move.kind === 'moved' ? move.recipient.state : '-').toBe(end)
  })

  it.each(RECIPIENT_STATES.filter((state) => !isOpen(state)))('never leaves %s', (state) => {
    for (const event of Object.values(EVENTS))
      expect(transition(recipient(state), event, AT)).toEqual({
        kind: 'refused',
        from: state,
        event: event.kind,
      })
  })

  it('counts an attempt for what was tried, and for nothing else', () => {
    const counting = (Object.keys(EVENTS) as RecipientEventKind[]).filter((kind) => {
      const move = transition(recipient('active'), EVENTS[kind], AT)
      return move.kind === 'moved' && move.recipient.attempts === 2
    })
    expect(counting.sort()).toEqual(['Defer', 'Deliver', 'Expire', 'Refuse'])
  })

  it('counts the attempt of a report that nobody takes', () => {
    const event: RecipientEvent = {
      kind: 'HoldByRule',
      hold: 'double-bounce',
      reply,
      tried: { route: 'direct', host: 'mx' },
    }
    expect(moved(recipient('active'), event)).toMatchObject({
      state: 'held',
      hold: 'double-bounce',
      attempts: 2,
      route: 'direct',
      lastHost: 'mx',
      nextAttemptAt: null,
    })
  })

  it('keeps mail that waits for its time, with the reason', () => {
    const waiting = moved(recipient('active', { lastHost: 'mx', hold: 'released' }), EVENTS.Wait)
    expect(waiting).toMatchObject({
      attempts: 1,
      nextAttemptAt: 6_000,
      lastReply: reply,
      lastHost: 'mx',
      hold: 'released',
    })
  })

  it('notes when the sender was told of the delay', () => {
    const told = moved(recipient('active'), { ...EVENTS.Defer, delayNotice: true })
    expect(told.delayNoticeSentAt).toBe(AT)
    expect(moved({ ...told, state: 'active' }, EVENTS.Defer).delayNoticeSentAt).toBe(AT)
    expect(moved(recipient('deferred'), EVENTS.TellDelay)).toEqual({
      ...recipient('deferred'),
      delayNoticeSentAt: AT,
    })
  })

  it('keeps the route that the rules chose last where an event does not know it', () => {
    expect(moved(recipient('active'), EVENTS.Defer).route).toBe('provider')
    expect(moved(recipient('active'), EVENTS.ReleaseLease).route).toBe('provider')
  })

  it('gives a lease on held mail back to held', () => {
    const claimed = moved(recipient('held', { hold: 'operator' }), EVENTS.Claim)
    expect(moved(claimed, EVENTS.ReleaseLease)).toMatchObject({
      state: 'held',
      hold: 'operator',
      nextAttemptAt: null,
    })
  })

  it('turns a hold into released when the operator lets the mail go on', () => {
    for (const event of [EVENTS.Release, EVENTS.SendNow])
      expect(moved(recipient('held'), event)).toMatchObject({ hold: 'released', nextAttemptAt: AT })
    expect(moved(recipient('deferred'), EVENTS.SendNow).hold).toBeNull()
  })

  it('lets mail without a route go on by itself when routes change, and no other held mail', () => {
    expect(moved(recipient('held', { hold: 'no-route' }), EVENTS.Reroute)).toMatchObject({
      state: 'queued',
      hold: null,
      route: null,
      nextAttemptAt: AT,
    })
    expect(transition(recipient('held', { hold: 'operator' }), EVENTS.Reroute, AT).kind).toBe('refused')
  })

  it('leaves the schedule alone when waiting mail forgets its route', () => {
    expect(moved(recipient('deferred'), EVENTS.Reroute)).toMatchObject({ route: null, nextAttemptAt: 900 })
  })

  it('holds its invariants over any sequence of events', () => {
    const events = fc.array(fc.constantFrom(...Object.values(EVENTS)), { maxLength: 40 })
    fc.assert(
      fc.property(events, (sequence) => {
        let current = recipient('queued')
        for (const event of sequence) {
          const wasOpen = isOpen(current.state)
          const move = transition(current, event, AT)
          if (move.kind === 'refused') continue
          expect(wasOpen).toBe(true)
          const next = move.recipient
          expect(next.lease !== null).toBe(next.state === 'active')
          expect(next.nextAttemptAt !== null).toBe(next.state === 'queued' || next.state === 'deferred')
          expect(next.attempts).toBeGreaterThanOrEqual(current.attempts)
          if (next.state === 'held') expect(['operator', 'rule', 'no-route', 'pending']).toContain(next.hold)
          current = next
        }
      }),
    )
  })

  it('sends redirected mail at once, and lets mail go on that is held for want of a route', () => {
    expect(moved(recipient('deferred'), EVENTS.Redirect)).toMatchObject({
      route: 'second',
      forcedRoute: 'second',
      nextAttemptAt: AT,
    })
    expect(moved(recipient('held', { hold: 'no-route' }), EVENTS.Redirect)).toMatchObject({
      state: 'queued',
      hold: null,
      nextAttemptAt: AT,
    })
    expect(moved(recipient('held', { hold: 'operator' }), EVENTS.Redirect)).toMatchObject({
      state: 'held',
      forcedRoute: 'second',
      nextAttemptAt: null,
    })
  })

  it('keeps the route that was chosen by hand when the rules change', () => {
    expect(moved(recipient('deferred', { forcedRoute: 'second' }), EVENTS.Reroute).route).toBe('second')
  })

  it.each(['Release', 'SendNow', 'Hold', 'Redirect', 'Reroute', 'Plan'] as const)(
    'refuses %s while the undo window is open',
    (kind) => {
      expect(transition(recipient('held', { hold: 'pending' }), EVENTS[kind], AT).kind).toBe('refused')
    },
  )

  it('undoes a plan exactly, whatever the mail was and whatever was tried meanwhile', () => {
    const waiting = fc.constantFrom('queued' as const, 'deferred' as const).map((state) => recipient(state))
    const held = fc
      .constantFrom('operator' as const, 'rule' as const, 'no-route' as const, 'double-bounce' as const)
      .map((hold) => recipient('held', { hold }))
    const parts = fc.record({
      nextAttemptAt: fc.nat(),
      attempts: fc.nat(),
      route: fc.option(fc.string()),
      forcedRoute: fc.option(fc.string()),
    })
    const { AdminBounce: _, Cancel: __, Undo: ___, ...others } = EVENTS
    const meanwhile = fc.array(fc.constantFrom(...Object.values(others)), { maxLength: 10 })
    fc.assert(
      fc.property(fc.oneof(waiting, held), parts, meanwhile, (base, { nextAttemptAt, ...rest }, events) => {
        const before = { ...base, ...rest, nextAttemptAt: base.state === 'held' ? null : nextAttemptAt }
        let current = moved(before, EVENTS.Plan)
        for (const event of events.filter(({ kind }) => kind !== 'Claim')) {
          const move = transition(current, event, AT)
          if (move.kind === 'moved') current = move.recipient
        }
        const { state, hold, nextAttemptAt: at } = before
        if (state !== 'queued' && state !== 'deferred' && state !== 'held') throw new Error('never planned')
        const undo = { kind: 'Undo', state, hold, nextAttemptAt: at } as const
        expect(moved(current, undo)).toEqual(before)
      }),
    )
  })
})
