import { expect, test } from 'vitest'
import { createPseudonyms } from '../../../main/engine/support/pseudonyms.ts'

function pseudonyms() {
  return createPseudonyms({
    names: [
      { name: 'scanner', kind: 'account' },
      { name: 'Büro Süd', kind: 'route' },
    ],
    known: ['smtp.gmail.com'],
    paths: [{ path: '/home/anna/.config/Mailroom/data', as: '<data folder>' }],
  })
}

test('the same address is the same person everywhere, another is another', () => {
  const { inText } = pseudonyms()
  expect(inText('anna@office.test wrote to bernd@customer.example; ANNA@office.test again')).toBe(
    'person-1@domain-1.example wrote to person-2@domain-2.example; person-1@domain-1.example again',
  )
})

test('hosts, network addresses and names go, hosts of providers and this computer stay', () => {
  const { inText } = pseudonyms()
  expect(
    inText('scanner at 10.20.30.4 (copier.office.test) by 127.0.0.1 to smtp.gmail.com on "Büro Süd"'),
  ).toBe('account-1 at address-1 (domain-1.example) by 127.0.0.1 to smtp.gmail.com on "route-1"')
  expect(inText('2001:db8::25 and ::1')).toBe('address-2 and ::1')
})

test('times, versions, files and short ids are left alone', () => {
  const { inText } = pseudonyms()
  const text = '2026-11-22T17:42:17.000Z error: 0AM1H75A005 at engine-process.js:12:3, better-sqlite3 13.2.0'
  expect(inText(text)).toBe(text)
})

test('tokens and paths do not get through', () => {
  const { inText } = pseudonyms()
  expect(
    inText(`Bearer abc.def and ${'Ab1'.repeat(20)} in /home/anna/.config/Mailroom/data/engine.log`),
  ).toBe('Bearer ••• and ••• in <data folder>/engine.log')
})

test('patterns of rules keep their shape', () => {
  const { inText } = pseudonyms()
  expect(inText('*@office.test')).toBe('*@domain-1.example')
  expect(inText('*.office.test')).toMatch(/^\*\./)
})
