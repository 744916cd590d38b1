import { describe, expect, it } from 'vitest'
import {
  addedRecipients,
  applyToEnvelope,
  contentChanges,
  fillAddress,
  priorityOf,
} from '../../../main/engine/rules/apply-changes.ts'
import { describeChanges } from '../../../main/engine/rules/describe-change.ts'
import type { AppliedChange } from '../../../main/engine/rules/evaluate-rules.ts'
import { ruleChangeSchema } from '../../../shared/domain/rule.ts'

const ADDRESSES = { sender: 'scanner@office.test', recipient: 'anna@customer.example' }

function changes(...list: unknown[]): AppliedChange[] {
  return list.map((change) => ({ rule: 'r', change: ruleChangeSchema.parse(change) }))
}

describe('a template', () => {
  it.each([
    ['relay@office.test', 'a@b.test', 'relay@office.test'],
    ['{local}@new.test', 'a.b+c@Old.test', 'a.b+c@new.test'],
    ['{local}+{domain}@x.test', 'a@b.test', 'a+b.test@x.test'],
    ['{local}@x.test', '"{domain}"@b.test', '"{domain}"@x.test'],
    ['{local}@{domain}', 'postmaster', null],
    ['{local}@x.test', '', null],
  ])('%s of %s is %s', (template, address, filled) => {
    expect(fillAddress(template, address)).toBe(filled)
  })
})

describe('the envelope', () => {
  it('changes step by step', () => {
    const applied = applyToEnvelope(
      ADDRESSES,
      changes(
        { kind: 'sender', address: '{local}@relay.test' },
        { kind: 'sender', address: 'x-{local}@{domain}' },
        { kind: 'recipient', address: '{local}@archive.test' },
      ),
    )
    expect(applied).toEqual({ sender: 'x-scanner@relay.test', recipient: 'anna@archive.test' })
  })

  it('keeps the null sender', () => {
    const reports = { ...ADDRESSES, sender: '' }
    expect(applyToEnvelope(reports, changes({ kind: 'sender', address: 'relay@office.test' }))).toEqual(
      reports,
    )
  })
})

it('changes of the message are told from the others, in order', () => {
  const list = changes(
    { kind: 'dkim' },
    { kind: 'sender', address: 'a@b.test' },
    { kind: 'add-header', name: 'X-A', value: '1' },
    { kind: 'remove-header', name: 'X-B' },
    { kind: 'delay', for: '5m' },
    { kind: 'header-from', address: 'a@b.test' },
  )
  expect(contentChanges(list).map(({ kind }) => kind)).toEqual([
    'dkim',
    'add-header',
    'remove-header',
    'header-from',
  ])
})

it('the last priority counts', () => {
  expect(priorityOf([])).toBe('normal')
  expect(
    priorityOf(changes({ kind: 'priority', priority: 'low' }, { kind: 'priority', priority: 'high' })),
  ).toBe('high')
})

it('a copy is added once', () => {
  const copy = { kind: 'add-recipient', address: 'archive@office.test' }
  expect(addedRecipients(changes(copy, copy))).toEqual(['archive@office.test'])
})

it('every change has a sentence', () => {
  const list = changes(
    { kind: 'sender', address: '{local}@relay.test' },
    { kind: 'recipient', address: 'test@office.test' },
    { kind: 'header-from', address: 'relay@office.test', displayName: 'Office' },
    { kind: 'header-from', address: '{local}@relay.test', keepReplyTo: false },
    { kind: 'add-header', name: 'X-A', value: '1' },
    { kind: 'remove-header', name: 'X-B' },
    { kind: 'add-recipient', address: 'archive@office.test' },
    { kind: 'dkim' },
    { kind: 'dkim', domain: 'office.test' },
    { kind: 'priority', priority: 'low' },
    { kind: 'rate-limit', messages: 30, per: '1m' },
    { kind: 'delay', for: '5m' },
    {
      kind: 'delay-until',
      windows: [{ days: ['sat', 'sun'], from: '08:00', to: '09:00' }, { from: '22:00' }],
    },
  )
  expect(describeChanges(ADDRESSES, 'boss@office.test', list).map(({ text }) => text)).toEqual([
    'Envelope sender becomes scanner@relay.test.',
    'Envelope recipient becomes test@office.test.',
    'From becomes Office <relay@office.test>; the address that was there goes into Reply-To where there is none.',
    'From becomes boss@relay.test.',
    'Header X-A: 1 is added.',
    'Header X-B is removed.',
    'A blind copy goes to archive@office.test.',
    'Signed with DKIM for the domain of the From field.',
    'Signed with DKIM for office.test.',
    'Priority is low.',
    'At most 30 messages in 1m; what is over waits.',
    'Waits 5m after reception.',
    'Goes on only on sat, sun from 08:00 to 09:00, or from 22:00 to 24:00.',
  ])
})
