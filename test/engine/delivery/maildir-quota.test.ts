import { readdir, readFile, rename, unlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readMaildirSize, writeMaildirSize } from '../../../main/engine/delivery/maildir-size.ts'
import { route, summary, TemporaryDelivery } from '../../support/temporary-delivery.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const KIB_10 = `Subject: ten\r\n\r\n${'x'.repeat(10_000)}\r\n`

async function site(localMail: Record<string, unknown> = {}) {
  const path = await temporaryFolder()
  const config = {
    localDomains: ['office.test'],
    localMail: {
      mailboxes: [{ address: 'ann@office.test', quota: '25KiB' }, { address: 'bob@office.test' }],
      ...localMail,
    },
  }
  const target = route({ kind: 'maildir', name: 'boxes', path })
  const box = join(path, 'office.test', 'ann')
  const deliver = async (address = 'ann@office.test', content = KIB_10) => {
    // A new one each time: nothing may be remembered but on disk.
    const outcomes = await new TemporaryDelivery({ config }).deliver(target, {
      recipients: [address],
      content,
    })
    return summary(outcomes)[0] ?? ''
  }
  return { path, box, deliver }
}

test('a mailbox takes mail up to its quota; what is over waits with 452 4.2.2', async () => {
  const { box, deliver } = await site()
  expect(await deliver()).toMatch(/^1 delivered/)
  expect(await deliver()).toMatch(/^1 delivered/)
  expect(await deliver()).toMatch(/^1 deferred 452 4\.2\.2 The mailbox ann@office\.test is full: 2 messages/)
  expect(await readdir(join(box, 'new'))).toHaveLength(2)
  expect(await readdir(join(box, 'tmp'))).toEqual([])
})

test('mail goes on when the reader has deleted or moved some, and its own folders count', async () => {
  const { box, deliver } = await site()
  await deliver()
  await deliver()
  const [first = '', second = ''] = await readdir(join(box, 'new'))
  await rename(join(box, 'new', first), join(box, 'cur', `${first}:2,S`))
  expect(await deliver()).toMatch(/^1 deferred 452/)
  await unlink(join(box, 'new', second))
  expect(await deliver()).toMatch(/^1 delivered/)
})

test('keeps its count in the file that Dovecot reads, and counts anew when that is old and the mailbox changed', async () => {
  const { box, deliver } = await site()
  await deliver()
  const size = Number(/,S=(\d+)$/.exec((await readdir(join(box, 'new')))[0] ?? '')?.[1])
  await deliver()
  expect(await readFile(join(box, 'maildirsize'), 'utf8')).toBe(`25600S\n0 0\n${size} 1\n${size} 1\n`)
  await unlink(join(box, 'new', (await readdir(join(box, 'new')))[0] ?? ''))
  await writeFile(join(box, 'cur', 'foreign:2,S'), 'y'.repeat(100))
  const old = new Date(Date.now() - 3_600_000)
  await utimes(join(box, 'maildirsize'), old, old)
  await deliver()
  expect(await readFile(join(box, 'maildirsize'), 'utf8')).toBe(`25600S\n${size + 100} 2\n${size} 1\n`)
})

test('a message larger than the whole quota is refused at once', async () => {
  const { deliver } = await site()
  expect(await deliver('ann@office.test', KIB_10.repeat(3))).toMatch(/^1 refused 552 5\.2\.2 .*never fit/)
})

test('the quota of local mail counts where the mailbox has none of its own', async () => {
  const { deliver } = await site({ quota: '15KiB' })
  expect(await deliver('bob@office.test')).toMatch(/^1 delivered/)
  expect(await deliver('bob@office.test')).toMatch(/^1 deferred 452/)
  expect(await deliver('ann@office.test')).toMatch(/^1 delivered/)
  expect(await deliver('ann@office.test')).toMatch(/^1 delivered/)
})

test('mail with a tag goes to the mailbox without it, and says to whom it was', async () => {
  const { box, deliver } = await site()
  await deliver('ann+lists@office.test', 'Subject: x\r\n\r\nx\r\n')
  const [name = ''] = await readdir(join(box, 'new'))
  expect(await readFile(join(box, 'new', name), 'utf8')).toContain('Delivered-To: ann+lists@office.test\n')
})

test('messages side by side do not fit by the same count', async () => {
  const path = await temporaryFolder()
  const localMail = { mailboxes: [{ address: 'ann@office.test', quota: '25KiB' }] }
  const delivery = new TemporaryDelivery({ config: { localDomains: ['office.test'], localMail } })
  const target = route({ kind: 'maildir', name: 'boxes', path })
  const mail = { recipients: ['ann@office.test'], content: KIB_10 }
  const all = await Promise.all(Array.from({ length: 6 }, () => delivery.deliver(target, mail)))
  expect(all.flat().filter(({ kind }) => kind === 'delivered')).toHaveLength(2)
})

test('no quota, no file', async () => {
  const { path, deliver } = await site()
  await deliver('bob@office.test')
  expect(await readdir(join(path, 'office.test', 'bob'))).not.toContain('maildirsize')
})

test.each([
  ['of another quota', '1000S\n5 1\n'],
  ['with more than the size', '2000S,10C\n5 1\n'],
  ['that has grown long', `2000S\n${'5 1\n'.repeat(2_000)}`],
  ['of nonsense', '2000S\nfive 1\n'],
  ['with less than nothing', '2000S\n-5 1\n'],
])('a maildirsize %s is counted anew', (_what, text) => {
  expect(readMaildirSize(text, 2_000)).toBeNull()
})

test('a maildirsize is read as it was written, with what others added', () => {
  const text = `${writeMaildirSize(2_000, { octets: 50, messages: 2 })}   100 1\n-20 -1\n`
  expect(readMaildirSize(text, 2_000)).toEqual({ octets: 130, messages: 2 })
})
