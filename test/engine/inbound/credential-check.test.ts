import { createHmac, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { generateAppPassword, hashAppPassword } from '../../../main/engine/config/app-password.ts'
import type { AccountDirectory } from '../../../main/engine/config/config-source.ts'
import { createCredentialCheck } from '../../../main/engine/inbound/credential-check.ts'
import { hashPassword } from '../../../main/engine/inbound/password-hash.ts'
import type { StoredAccount } from '../../../main/engine/storage/storage.ts'
import { FakeClock } from '../../support/fake-clock.ts'

const random = { next: () => 0.5, bytes: (count: number) => randomBytes(count) }

async function directory(password: string) {
  const account: StoredAccount = {
    username: 'scanner',
    allowedSenders: ['*'],
    allowedFrom: ['*'],
    allowedNetworks: [],
    limits: {},
    appPasswords: [],
    disabled: false,
    cramMd5: true,
    createdAt: 0,
    lastUsedAt: null,
    sealedPassword: null,
    passwordHash: await hashPassword(password, random),
  }
  const accounts = new Map([[account.username, account]])
  const touched: string[] = []
  const source: AccountDirectory = {
    find: (username) => accounts.get(username) ?? null,
    recoverPassword: async () => password,
    touch: (username) => touched.push(username),
    passwordHashes: () => [...accounts.values()].map(({ passwordHash }) => passwordHash),
    offersCramMd5: () => true,
  }
  const change = (part: Partial<StoredAccount>) => accounts.set('scanner', { ...account, ...part })
  return { source, touched, change, remove: () => accounts.delete('scanner') }
}

const CLIENT = '192.0.2.5'
const clock = new FakeClock()

const checkOf = (accounts: AccountDirectory) =>
  createCredentialCheck({
    accounts,
    clock,
    random,
    tokens: { verify: async () => ({ kind: 'invalid', reason: 'not tried here' }) },
    tokenIssuer: () => null,
  })

const login = (password: string) => ({ kind: 'password', username: 'scanner', password }) as const

test('a password that was right is right again, until the account changes', async () => {
  const office = await directory('first password')
  const { check } = checkOf(office.source)
  expect((await check(login('first password'), CLIENT)).kind).toBe('accepted')
  expect((await check(login('first password'), CLIENT)).kind).toBe('accepted')
  expect((await check(login('another password'), CLIENT)).kind).toBe('denied')
  office.change({ disabled: true })
  expect(await check(login('first password'), CLIENT)).toEqual({
    kind: 'denied',
    reason: 'the account is disabled',
    cause: { kind: 'account', name: 'scanner' },
  })
  office.change({ passwordHash: await hashPassword('second password', random) })
  expect((await check(login('first password'), CLIENT)).kind).toBe('denied')
  expect((await check(login('second password'), CLIENT)).kind).toBe('accepted')
  office.remove()
  expect((await check(login('second password'), CLIENT)).kind).toBe('denied')
  expect(office.touched).toHaveLength(3)
})

test('many at once are all answered', async () => {
  const office = await directory('the password')
  const { check } = checkOf(office.source)
  const verdicts = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      check(login(index % 2 === 0 ? 'the password' : `wrong ${index}`), CLIENT),
    ),
  )
  expect(verdicts.map((verdict) => verdict.kind === 'accepted')).toEqual(
    Array.from({ length: 12 }, (_, index) => index % 2 === 0),
  )
})

test('CRAM-MD5 without permission is denied even with the right digest', async () => {
  const office = await directory('the password')
  const { check } = checkOf(office.source)
  const digest = createHmac('md5', 'the password').update('<1@x>').digest('hex')
  const credentials = { kind: 'cram-md5', username: 'scanner', challenge: '<1@x>', digest } as const
  expect((await check(credentials, CLIENT)).kind).toBe('accepted')
  office.change({ cramMd5: false })
  expect((await check(credentials, CLIENT)).kind).toBe('denied')
})

test('an app password signs in as it was typed, is noted, and is worth nothing once revoked', async () => {
  const office = await directory('the password')
  const { check } = checkOf(office.source)
  const password = generateAppPassword(random)
  const appPassword = {
    id: 'a1',
    name: 'copier',
    hash: hashAppPassword(password),
    createdAt: 0,
    lastUsedAt: null,
  }
  expect((await check(login(password), CLIENT)).kind).toBe('denied')
  office.change({ appPasswords: [appPassword] })
  const by = { kind: 'app-password', id: 'a1', name: 'copier' }
  for (const typed of [
    password,
    password.replaceAll('-', ''),
    `${password.replaceAll('-', ' ').toUpperCase()} `,
  ])
    expect(await check(login(typed), CLIENT)).toMatchObject({ kind: 'accepted', by })
  expect((await check(login('the password'), CLIENT)).kind).toBe('accepted')
  office.change({ appPasswords: [] })
  expect((await check(login(password), CLIENT)).kind).toBe('denied')
})

test.each([
  ['an account that has expired', { expiresAt: '2026-01-05T10:00:00+01:00' }, false],
  ['an account that expires later', { expiresAt: '2026-01-05T10:00:01+01:00' }, true],
  ['an account of other networks', { allowedNetworks: ['198.51.100.0/24', '192.0.2.4'] }, false],
  ['an account of this network', { allowedNetworks: ['198.51.100.0/24', '192.0.2.0/24'] }, true],
])('%s, with the right password: accepted is %3$s', async (_, change, accepted) => {
  const office = await directory('the password')
  office.change(change)
  const verdict = await checkOf(office.source).check(login('the password'), CLIENT)
  expect(verdict.kind === 'accepted').toBe(accepted)
})
