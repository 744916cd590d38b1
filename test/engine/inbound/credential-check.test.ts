import { createHmac, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { AccountDirectory } from '../../../main/engine/config/config-source.ts'
import { createCredentialCheck } from '../../../main/engine/inbound/credential-check.ts'
import { hashPassword } from '../../../main/engine/inbound/password-hash.ts'
import type { StoredAccount } from '../../../main/engine/storage/storage.ts'

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
    offersCramMd5: () => true,
  }
  const change = (part: Partial<StoredAccount>) => accounts.set('scanner', { ...account, ...part })
  return { source, touched, change, remove: () => accounts.delete('scanner') }
}

const login = (password: string) => ({ kind: 'password', username: 'scanner', password }) as const

test('a password that was right is right again, until the account changes', async () => {
  const office = await directory('first password')
  const { check } = createCredentialCheck(office.source, random)
  expect((await check(login('first password'))).kind).toBe('accepted')
  expect((await check(login('first password'))).kind).toBe('accepted')
  expect((await check(login('another password'))).kind).toBe('denied')
  office.change({ disabled: true })
  expect(await check(login('first password'))).toEqual({ kind: 'denied', reason: 'the account is disabled' })
  office.change({ passwordHash: await hashPassword('second password', random) })
  expect((await check(login('first password'))).kind).toBe('denied')
  expect((await check(login('second password'))).kind).toBe('accepted')
  office.remove()
  expect((await check(login('second password'))).kind).toBe('denied')
  expect(office.touched).toHaveLength(3)
})

test('many at once are all answered', async () => {
  const office = await directory('the password')
  const { check } = createCredentialCheck(office.source, random)
  const verdicts = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      check(login(index % 2 === 0 ? 'the password' : `wrong ${index}`)),
    ),
  )
  expect(verdicts.map((verdict) => verdict.kind === 'accepted')).toEqual(
    Array.from({ length: 12 }, (_, index) => index % 2 === 0),
  )
})

test('CRAM-MD5 without permission is denied even with the right digest', async () => {
  const office = await directory('the password')
  const { check } = createCredentialCheck(office.source, random)
  const digest = createHmac('md5', 'the password').update('<1@x>').digest('hex')
  const credentials = { kind: 'cram-md5', username: 'scanner', challenge: '<1@x>', digest } as const
  expect((await check(credentials)).kind).toBe('accepted')
  office.change({ cramMd5: false })
  expect((await check(credentials)).kind).toBe('denied')
})
