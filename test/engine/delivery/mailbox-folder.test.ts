import { isAbsolute, join, relative } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mailboxFolder } from '../../../main/engine/delivery/mailbox-folder.ts'

test.each([
  ['john.doe@office.test', 'office.test', 'john.doe'],
  ['John.Doe@Office.TEST', 'office.test', 'john.doe'],
  ['"john.doe"@office.test', 'office.test', 'john.doe'],
  ['user+tag@office.test', 'office.test', 'user+tag'],
  ['../../etc/passwd@office.test', 'office.test', '%2E.%2F..%2Fetc%2Fpasswd'],
  ['..@office.test', 'office.test', '%2E%2E'],
  ['.@office.test', 'office.test', '%2E'],
  ['a/b@office.test', 'office.test', 'a%2Fb'],
  ['a\\b@office.test', 'office.test', 'a%5Cb'],
  ['"a b"@office.test', 'office.test', 'a%20b'],
  ['a\0b@office.test', 'office.test', 'a%00b'],
  ['nul@office.test', 'office.test', '%6Eul'],
  ['COM1.txt@office.test', 'office.test', '%63om1.txt'],
  ['nullable@office.test', 'office.test', 'nullable'],
  ['dot.@office.test', 'office.test', 'dot%2E'],
  ['100%@office.test', 'office.test', '100%25'],
  ['müller@bücher.test', 'xn--bcher-kva.test', 'm%C3%BCller'],
  ['user@[127.0.0.1]', '%5B127.0.0.1%5D', 'user'],
  ['user@..', '%2E%2E', 'user'],
  ['nobody', '', null],
  ['@office.test', '', null],
  [`${'ü'.repeat(64)}@office.test`, '', null],
])('gives %j its mailbox', (address, domain, local) => {
  expect(mailboxFolder(address)).toEqual(local === null ? null : [domain, local])
})

test('never leads out of the tree, nor to a hidden folder', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (local, domain) => {
      const folder = mailboxFolder(`${local}@${domain}`)
      if (folder === null) return
      const path = relative('/mail', join('/mail', ...folder))
      expect(isAbsolute(path)).toBe(false)
      expect(path.split('/')).toEqual(folder)
      for (const name of folder) expect(name).toMatch(/^(?!\.)[a-z0-9._+=%A-F-]+(?<!\.)$/)
    }),
  )
})
