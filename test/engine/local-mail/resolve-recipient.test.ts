import { expect, test } from 'vitest'
import { checkLocalMail } from '../../../main/engine/local-mail/check-local-mail.ts'
import { expandAlias, verifyAddress } from '../../../main/engine/local-mail/describe-address.ts'
import { expandAddress, resolveRecipient } from '../../../main/engine/local-mail/resolve-recipient.ts'
import { configSchema } from '../../../shared/domain/config.ts'

const CONFIG = configSchema.parse({
  postmaster: 'chief@office.test',
  localDomains: ['office.test', 'open.test', 'büro.test'],
  localMail: {
    mailboxes: [
      { address: 'ann@office.test' },
      { address: 'Bob@office.test' },
      { address: 'chief@office.test' },
      { address: 'ann+private@office.test' },
      { address: 'ute@büro.test' },
    ],
    aliases: [
      { address: 'sales@office.test', members: ['ann@office.test'] },
      {
        address: 'all@office.test',
        members: ['sales@office.test', 'bob@office.test', 'far@else.test'],
        internal: true,
      },
      { address: 'nested@office.test', members: ['all@office.test', 'Ann@office.test', 'bob+x@office.test'] },
      { address: 'ping@office.test', members: ['pong@office.test'] },
      { address: 'pong@office.test', members: ['ping@office.test', 'ann@office.test'] },
      { address: 'alone@office.test', members: ['alone@office.test'] },
      { address: 'team@open.test', members: ['ann@office.test', 'x@open.test'] },
    ],
    catchAll: [{ domain: 'büro.test', to: 'sales@office.test' }],
  },
})
const LOCAL = { ...CONFIG, postmaster: 'chief@office.test' }

const resolve = (address: string, trusted = false) => {
  const resolution = resolveRecipient(LOCAL, address, trusted)
  return resolution.kind === 'deliver' ? resolution.addresses.join(' ') : resolution.kind
}

test.each([
  ['a mailbox', 'ann@office.test', 'ann@office.test'],
  ['a mailbox in other letters', 'ANN@Office.Test', 'ANN@Office.Test'],
  ['a sub-address, which keeps its tag', 'ann+lists@office.test', 'ann+lists@office.test'],
  ['a mailbox that looks like a sub-address', 'ann+private@office.test', 'ann+private@office.test'],
  ['an alias', 'sales@office.test', 'ann@office.test'],
  ['an alias with a tag', 'sales+x@office.test', 'ann@office.test'],
  ['a quoted name', '"sales"@office.test', 'ann@office.test'],
  ['a circle of aliases', 'ping@office.test', 'ann@office.test'],
  ['an alias of itself', 'alone@office.test', 'alone@office.test'],
  ['postmaster', 'postmaster@office.test', 'chief@office.test'],
  ['abuse', 'Abuse@office.test', 'chief@office.test'],
  ['somebody unknown', 'nobody@office.test', 'unknown'],
  ['a sub-address of somebody unknown', 'nobody+x@office.test', 'unknown'],
  ['somebody unknown where there is a catch-all', 'wer@büro.test', 'ann@office.test'],
  ['the same in ASCII', 'wer@xn--bro-hoa.test', 'ann@office.test'],
  ['anybody in a domain without mailboxes', 'anybody@open.test', 'anybody@open.test'],
  ['an alias in a domain without mailboxes', 'team@open.test', 'ann@office.test x@open.test'],
  ['another domain', 'all@else.test', 'all@else.test'],
  ['a group of the office', 'all@office.test', 'internal'],
])('%s', (_what, address, expected) => {
  expect(resolve(address)).toBe(expected)
})

test('a group of the office is open to its people, each member once, also within another group', () => {
  expect(resolve('all@office.test', true)).toBe('ann@office.test bob@office.test far@else.test')
  expect(resolve('nested@office.test')).toBe(
    'ann@office.test bob@office.test far@else.test bob+x@office.test',
  )
  expect(expandAddress(LOCAL, 'all@office.test')).toHaveLength(3)
})

test('a refusal says what to do', () => {
  expect(resolveRecipient(LOCAL, 'nobody@office.test', true)).toMatchObject({
    kind: 'unknown',
    text: 'There is no mailbox <nobody@office.test> here; check the spelling, or ask chief@office.test',
  })
})

test('VRFY and EXPN answer what RCPT would do', () => {
  expect(verifyAddress(LOCAL, 'ann')).toEqual({ kind: 'exists', address: 'ann@office.test' })
  expect(verifyAddress(LOCAL, 'postmaster').kind).toBe('ambiguous')
  expect(verifyAddress(LOCAL, 'ann@office.test').kind).toBe('exists')
  expect(verifyAddress(LOCAL, 'x@else.test').kind).toBe('elsewhere')
  expect(verifyAddress(LOCAL, 'nobody').kind).toBe('unknown')
  expect(verifyAddress(LOCAL, 'nobody@office.test').kind).toBe('unknown')
  expect(expandAlias(LOCAL, 'pong')).toEqual({ kind: 'list', members: ['ann@office.test'] })
  expect(expandAlias(LOCAL, 'ann@office.test')).toEqual({ kind: 'not-a-list' })
  expect(expandAlias(LOCAL, 'nobody@office.test')).toEqual({ kind: 'not-a-list' })
})

test('with "-" a hyphen in a name is not a tag unless the mailbox says so', () => {
  const localMail = { ...LOCAL.localMail, subaddressSeparator: '-' as const }
  const config = { ...LOCAL, localMail }
  expect(resolveRecipient(config, 'ann-lists@office.test', false)).toMatchObject({ kind: 'deliver' })
  expect(resolveRecipient(config, 'ann+lists@office.test', false).kind).toBe('unknown')
})

test('a configuration that leads nowhere is refused, with the place', () => {
  const issues = checkLocalMail({
    ...CONFIG,
    localMail: {
      ...CONFIG.localMail,
      mailboxes: [...CONFIG.localMail.mailboxes, { address: 'eve@far.test' }, { address: 'ANN@office.test' }],
      aliases: [
        { address: 'bob@office.test', members: ['gone@office.test', 'a@else.test'], internal: false },
      ],
      catchAll: [{ domain: 'office.test', to: 'ann@office.test' }],
    },
  })
  expect(issues.map(({ path }) => path.join('.'))).toEqual([
    'localMail.mailboxes.5.address',
    'localMail.mailboxes.6.address',
    'localMail.aliases.0.address',
  ])
  const without = { ...CONFIG, localMail: { ...CONFIG.localMail, catchAll: [] } }
  expect(checkLocalMail(without)).toEqual([])
  const gone = {
    ...without,
    localMail: {
      ...without.localMail,
      aliases: [{ address: 'x@office.test', members: ['gone@office.test'], internal: false }],
    },
  }
  expect(checkLocalMail(gone)[0]?.message).toBe(
    'There is no mailbox gone@office.test: add it, correct the address, or leave it out.',
  )
})
