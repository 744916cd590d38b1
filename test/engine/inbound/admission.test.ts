import { describe, expect, test } from 'vitest'
import { admitRecipient, admitSender, type Client, isLocal } from '../../../main/engine/inbound/admission.ts'

const LOCAL = ['office.test', 'büro.test']
const stranger: Client = {
  listener: 'lan',
  address: '192.0.2.5',
  trusted: false,
  authRequired: false,
  account: null,
  network: null,
}
const trusted: Client = { ...stranger, trusted: true }
const signedIn: Client = { ...stranger, account: { username: 'scanner', allowedSenders: ['*@office.test'] } }
const anybody: Client = { ...stranger, account: { username: 'app', allowedSenders: ['*'] } }
const strict: Client = { ...trusted, authRequired: true }

function admit(client: Client, sender: string, recipient: string): string {
  const admission = admitRecipient(client, sender, recipient, LOCAL)
  return admission.kind === 'admitted' ? admission.because : `${admission.why.code} ${admission.why.enhanced}`
}

describe('recipients', () => {
  test.each([
    [stranger, 'a@b.test', 'user@elsewhere.test', '550 5.7.1'],
    [stranger, '', 'user@elsewhere.test', '550 5.7.1'],
    [stranger, 'boss@office.test', 'user@elsewhere.test', '550 5.7.1'],
    [stranger, 'a@b.test', 'user@office.test', 'local domain'],
    [stranger, '', 'user@OFFICE.test', 'local domain'],
    [stranger, 'a@b.test', 'user@xn--bro-hoa.test', 'local domain'],
    [stranger, 'a@b.test', 'user@bÜro.test', 'local domain'],
    [stranger, 'a@b.test', 'postmaster', 'local domain'],
    [stranger, 'a@b.test', 'user@sub.office.test', '550 5.7.1'],
    [stranger, 'a@b.test', 'user@notoffice.test', '550 5.7.1'],
    [stranger, 'a@b.test', 'user@office.test.evil.test', '550 5.7.1'],
    [trusted, 'a@b.test', 'user@elsewhere.test', 'trusted network'],
    [trusted, '', 'user@elsewhere.test', 'trusted network'],
    [signedIn, 'scan@office.test', 'user@elsewhere.test', 'account'],
    [signedIn, '', 'user@elsewhere.test', '553 5.7.1'],
    [signedIn, '', 'user@office.test', 'local domain'],
    [anybody, '', 'user@elsewhere.test', 'account'],
    [strict, 'a@b.test', 'user@office.test', '530 5.7.0'],
  ])('%j from <%s> to <%s>: %s', (client, sender, recipient, expected) =>
    expect(admit(client, sender, recipient)).toBe(expected),
  )

  test.each([
    'user%elsewhere.test@office.test',
    'elsewhere.test!user@office.test',
    '"user@elsewhere.test"@office.test',
    'user@elsewhere.test@office.test',
    '"user"@elsewhere.test',
    'user@[127.0.0.1]',
    'user@office.test ',
    'user@office。test',
    'user',
    '',
  ])('a stranger gets nothing through with <%s>', (recipient) =>
    expect(admit(stranger, 'a@b.test', recipient)).toBe('550 5.7.1'),
  )

  test('the refusal says who, where and what to do', () => {
    const admission = admitRecipient(stranger, 'a@b.test', 'user@elsewhere.test', LOCAL)
    expect(admission).toMatchObject({ kind: 'refused' })
    const text = admission.kind === 'refused' ? admission.why.text : ''
    expect(text).toContain('192.0.2.5 is not in a trusted network of listener lan and has not signed in')
    expect(text).toContain('ask the administrator to add 192.0.2.5')
  })
})

describe('senders', () => {
  test.each([
    [stranger, 'a@b.test', null],
    [stranger, '', null],
    [trusted, 'a@b.test', null],
    [signedIn, 'scan@office.test', null],
    [signedIn, 'Scan@OFFICE.test', null],
    [signedIn, '', null],
    [signedIn, 'boss@elsewhere.test', 553],
    [signedIn, 'boss@office.test.evil.test', 553],
    [strict, 'a@office.test', 530],
    [strict, '', 530],
  ])('%j as <%s>: %s', (client, sender, code) => expect(admitSender(client, sender)?.code ?? null).toBe(code))

  test('the refusal names the pattern, and the account only in the note', () => {
    const why = admitSender(signedIn, 'boss@elsewhere.test')
    expect(why?.text).toContain('*@office.test')
    expect(why?.text).not.toContain('scanner')
    expect(why?.note).toContain('scanner')
  })
})

test('an address without a domain is local only for the postmaster', () => {
  expect(isLocal('PostMaster', [])).toBe(true)
  expect(isLocal('root', ['office.test'])).toBe(false)
})

test('a named network has its own senders, and the account comes first', () => {
  const network = { name: 'copiers', allowedSenders: ['scan@office.test'] }
  const copier = { ...stranger, trusted: true, network }
  expect(admitSender(copier, 'scan@office.test')).toBeNull()
  expect(admitSender(copier, 'boss@office.test')).toMatchObject({
    code: 553,
    enhanced: '5.7.1',
    text: expect.stringContaining(
      'not a sender that network copiers may use; it allows only scan@office.test',
    ),
  })
  const account = { username: 'anna', allowedSenders: ['anna@office.test'] }
  expect(admitSender({ ...copier, account }, 'anna@office.test')).toBeNull()
  const bounce = (recipient: string) => admitRecipient(copier, '', recipient, ['office.test']).kind
  expect(admitSender(copier, '')).toBeNull()
  expect([bounce('anna@office.test'), bounce('anna@elsewhere.test')]).toEqual(['admitted', 'refused'])
})
