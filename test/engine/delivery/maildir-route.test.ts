import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { describeFileError } from '../../../main/engine/delivery/describe-file-error.ts'
import { LineEndNormaliser } from '../../../main/engine/delivery/line-end-normaliser.ts'
import { route, summary, TemporaryDelivery } from '../../support/temporary-delivery.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

test('puts a message into new, with the envelope on top and LF line ends', async () => {
  const path = await temporaryFolder()
  const outcomes = await new TemporaryDelivery().deliver(mailboxes(path), {
    recipients: ['User@office.test'],
    content: 'Subject: x\r\n\r\n.dot\r\nlast',
  })
  const mailbox = join(path, 'office.test', 'user')
  const [name = ''] = await readdir(join(mailbox, 'new'))
  const content = await readFile(join(mailbox, 'new', name), 'utf8')
  expect(content).toBe(
    'Return-Path: <sender@office.test>\nDelivered-To: User@office.test\nSubject: x\n\n.dot\nlast\n',
  )
  expect(name).toMatch(
    new RegExp(`^\\d+\\.M\\d+P${process.pid}Q\\d+R[0-9a-f]{12}\\.relay\\.office\\.test,S=${content.length}$`),
  )
  expect(await readdir(join(mailbox, 'tmp'))).toEqual([])
  expect(await readdir(join(mailbox, 'cur'))).toEqual([])
  expect(summary(outcomes)).toEqual([`1 delivered 2.0.0 Stored in ${mailbox} as ${name}`])
})

test('gives every recipient a copy, readable by the owner only', async () => {
  const path = await temporaryFolder()
  await new TemporaryDelivery().deliver(mailboxes(path), {
    recipients: ['a@office.test', 'b@office.test', 'a@office.test', 'a@branch.test'],
    envelope: { sender: '' },
  })
  const names = await readdir(join(path, 'office.test', 'a', 'new'))
  expect(names).toHaveLength(2)
  expect(await readdir(join(path, 'branch.test', 'a', 'new'))).toHaveLength(1)
  const file = join(path, 'office.test', 'a', 'new', names[0] ?? '')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readFile(file, 'utf8')).toMatch(/^Return-Path: <>\n/)
})

test('refuses what cannot be a mailbox, and delivers to the others', async () => {
  const path = await temporaryFolder()
  const outcomes = await new TemporaryDelivery().deliver(mailboxes(path), {
    recipients: ['@office.test', '../../escape@office.test'],
  })
  expect(summary(outcomes).map((line) => line.slice(0, 15))).toEqual(['1 refused 5.1.3', '2 delivered 2.0'])
  expect(await readdir(path)).toEqual(['office.test'])
})

test('leaves nothing behind of a message that could not be read to the end', async () => {
  const path = await temporaryFolder()
  const openBody = async () =>
    Readable.from(
      (async function* () {
        yield Buffer.from('Subject: half\r\n')
        throw new Error('EIO: disk')
      })(),
    )
  const outcomes = await new TemporaryDelivery().deliver(mailboxes(path), { openBody })
  expect(summary(outcomes)).toEqual([expect.stringMatching(/^1 deferred 4\.3\.0 .*EIO/)])
  const mailbox = join(path, 'far.test', 'user')
  expect(await readdir(join(mailbox, 'tmp'))).toEqual([])
  expect(await readdir(join(mailbox, 'new'))).toEqual([])
})

test('defers where a file is in the way', async () => {
  const path = await temporaryFolder()
  await writeFile(join(path, 'far.test'), 'not a folder')
  const outcomes = await new TemporaryDelivery().deliver(mailboxes(path))
  expect(summary(outcomes)).toEqual([expect.stringMatching(/^1 deferred 4\.3\.5 .*is a file, not a folder/)])
})

test('defers where it may not write', async (context) => {
  if (process.getuid?.() === 0) context.skip('root may write everywhere')
  const path = await temporaryFolder()
  await mkdir(join(path, 'far.test'))
  await chmod(join(path, 'far.test'), 0o500)
  const outcomes = await new TemporaryDelivery().deliver(mailboxes(path))
  expect(summary(outcomes)).toEqual([expect.stringMatching(/^1 deferred 4\.3\.5 .*may not write/)])
})

test.each([
  ['ENOSPC', '4.3.1', 'The disk that holds /mail is full'],
  ['EDQUOT', '4.3.1', 'The disk that holds /mail is full'],
  ['EACCES', '4.3.5', 'may not write to /mail'],
  ['EROFS', '4.3.5', 'read-only'],
  ['EIO', '4.3.0', 'Writing to /mail failed: EIO'],
])('says what to do about %s', (code, enhanced, words) => {
  const reply = describeFileError('/mail', Object.assign(new Error(`${code}: oh`), { code }))
  expect(reply).toMatchObject({ code: null, enhanced, text: expect.stringContaining(words) })
})

test('is done with the recipients that it had time for when it is stopped', async () => {
  const path = await temporaryFolder()
  const abort = new AbortController()
  const openBody = async () => {
    abort.abort()
    return Readable.from([Buffer.from('Subject: x\r\n\r\n')])
  }
  const outcomes = await new TemporaryDelivery().deliver(mailboxes(path), {
    recipients: ['a@office.test', 'b@office.test'],
    openBody,
    signal: abort.signal,
  })
  expect(outcomes.map(({ kind }) => kind)).toEqual(['delivered', 'released'])
})

test.each([
  [['a\r\nb\r\n'], 'a\nb\n'],
  [['a\r', '\nb'], 'a\nb\n'],
  [['a\r', 'b\r'], 'a\rb\r\n'],
  [['a\r\r\n'], 'a\r\n'],
  [['a\n', '\r\n'], 'a\n\n'],
  [[], ''],
])('writes %j with LF', (chunks, text) => {
  const lines = new LineEndNormaliser()
  const parts = chunks.map((chunk) => lines.push(Buffer.from(chunk)))
  expect(Buffer.concat([...parts, lines.end()]).toString()).toBe(text)
})

function mailboxes(path: string) {
  return route({ name: 'mailboxes', kind: 'maildir', path })
}
