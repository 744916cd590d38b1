/** What comes in as a file, or goes out as one under a name that a stranger chose, stays in its bounds. */
import { createWriteStream } from 'node:fs'
import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip, gzipSync } from 'node:zlib'
import { packTar, type TarEntry } from 'modern-tar'
import { expect, test } from 'vitest'
import { unpackBackup } from '../../main/engine/backup/unpack-backup.ts'
import { decryptWithPassphrase } from '../../main/engine/config/passphrase-jwe.ts'
import { safeFileName } from '../../shared/text/safe-file-name.ts'
import { TemporaryEngine } from '../support/temporary-engine.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test.each([
  ['a way out of the folder', '../../etc/passwd', 'etc_passwd'],
  ['a way out in the manner of Windows', '..\\..\\autorun.inf', 'autorun.inf'],
  ['an absolute path', '/etc/cron.d/x', 'etc_cron.d_x'],
  ['a drive', 'C:\\Windows\\x.dll', 'C_Windows_x.dll'],
  ['a share', '\\\\evil.test\\share\\x', 'evil.test_share_x'],
  ['a stream', 'invoice.pdf:evil.exe', 'invoice.pdf_evil.exe'],
  ['a device', 'CON', '_CON'],
  ['a device with an ending', 'nul.txt', '_nul.txt'],
  ['NUL before another ending', 'x.exe\0.pdf', 'x.exe.pdf'],
  ['an ending that is turned', 'invoice\u202efdp.exe', 'invoicefdp.exe'],
  ['an ending behind line ends', 'x.pdf\r\n.exe', 'x.pdf.exe'],
  ['dots and spaces at the end', 'x.exe. . ', 'x.exe'],
  ['a hidden file', '.bashrc', 'bashrc'],
  ['nothing but dots', '...', ''],
  ['half a letter', 'a\ud800b', 'a\ufffdb'],
])('an attachment is saved under the name of one file: %s', (_, name, expected) => {
  expect(safeFileName(name)).toBe(expected)
})

test('a name of 100 kB is cut, and its ending stays', () => {
  const name = safeFileName(`${'😀'.repeat(50_000)}.exe`)
  expect(name.length).toBeLessThanOrEqual(120)
  expect(name).toMatch(/^(😀)+\.exe$/u)
})

test.each([10_000_001, 2 ** 31, 1e300, -1, 0, '1000000', null])(
  'a sealed configuration that asks for %s rounds is refused before the first',
  async (p2c) => {
    const header = { alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', p2s: 'c2FsdA', p2c }
    const jwe = [JSON.stringify(header), 'a', 'b', 'c', 'd'].map((part) =>
      Buffer.from(part).toString('base64url'),
    )
    await expect(decryptWithPassphrase(jwe.join('.'), 'x')).rejects.toThrow(/p2c/)
  },
)

test('a configuration that is nested without end, or reaches for prototypes, is refused and changes nothing', async () => {
  const { client } = await TemporaryEngine.start()
  const before = await client.configuration.export()
  const deep = JSON.parse(`${'{"rules":['.repeat(3_000)}${']}'.repeat(3_000)}`) as unknown
  const hostile = [
    deep,
    { routes: [deep] },
    JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
    JSON.parse('{"listeners":[{"name":"x","port":1,"__proto__":{"polluted":1}}]}'),
    JSON.parse('{"limits":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}'),
  ]
  for (const document of hostile.slice(0, 3))
    await expect(client.configuration.import(document)).rejects.toThrow()
  for (const document of hostile) {
    await client.configuration.check(document)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  }
  expect(await client.configuration.export()).toEqual(before)
})

const file = (name: string, size = 1): TarEntry => ({
  header: { name, size, type: 'file' },
  body: 'x'.repeat(size),
})
const link = (name: string, type: 'symlink' | 'link', linkname: string): TarEntry => ({
  header: { name, size: 0, type, linkname },
})

test.each<[string, TarEntry[]]>([
  ['ways out of the folder', [file('../out'), file('bodies/../../out'), file('bodies/ab/../../../out')]],
  ['absolute names', [file('/tmp/mailroom-test-out')]],
  ['other names of the data folder', [file('secret.key'), file('engine.json'), file('restore.json')]],
  ['a link in place of the database', [link('mailroom.sqlite', 'symlink', '/etc/passwd')]],
  ['a link, then a file behind it', [link('bodies/ab', 'symlink', '../..'), file('bodies/ab/inside')]],
  ['a hard link', [link('bodies/ab/0', 'link', '/etc/passwd')]],
  ['devices', [{ header: { name: 'bodies/ab/0', size: 0, type: 'character-device' } }]],
])(
  'a backup with what no backup has is refused, and writes nothing beside its folder: %s',
  async (_, entries) => {
    const folder = await temporaryFolder()
    const path = join(folder, 'hostile.mailroom-backup')
    await writeFile(path, gzipSync(await packTar(entries)))
    await expect(unpackBackup(path, join(folder, 'into'), { hasRoom: async () => true })).rejects.toThrow(
      /damaged/,
    )
    expect((await readdir(folder)).sort()).toEqual(['hostile.mailroom-backup', 'into'])
    const written = await readdir(join(folder, 'into'), { recursive: true, withFileTypes: true })
    const strange = written.filter(
      (entry) => !entry.isDirectory() && !(entry.isFile() && entry.name === 'inside'),
    )
    expect(strange.map(({ name }) => name)).toEqual([])
  },
)

test('a backup that declares more than it holds, or names a file twice, is refused as damaged', async () => {
  const folder = await temporaryFolder()
  const into = join(folder, 'into')
  const path = join(folder, 'hostile.mailroom-backup')
  const short = Buffer.from(await packTar([file('mailroom.sqlite', 1_000)]))
  // The size is octal text at 124; its check sum, over the header with spaces in its place, at 148 (POSIX ustar).
  short.write('77777777777\0', 124, 'latin1')
  short.fill(' ', 148, 156)
  const sum = short.subarray(0, 512).reduce((total, octet) => total + octet, 0)
  short.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  const twice = await packTar([
    file('manifest.json'),
    file('mailroom.sqlite'),
    file('mailroom.sqlite', 5_000),
  ])
  for (const tar of [short, twice]) {
    await writeFile(path, gzipSync(tar))
    await expect(unpackBackup(path, into, { hasRoom: async () => true })).rejects.toThrow(/damaged/)
  }
})

test('a megabyte that unpacks to a gigabyte ends when there is no room for more', async () => {
  const folder = await temporaryFolder()
  const path = join(folder, 'bomb.mailroom-backup')
  const SIZE = 1024 ** 3
  const header = Buffer.from(await packTar([file('mailroom.sqlite', 0)])).subarray(0, 512)
  header.write(`${SIZE.toString(8).padStart(11, '0')}\0`, 124, 'latin1')
  header.fill(' ', 148, 156)
  const sum = header.reduce((total, octet) => total + octet, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  const zeros = Buffer.alloc(1024 * 1024)
  const content = function* () {
    yield header
    for (let octets = 0; octets < SIZE; octets += zeros.length) yield zeros
  }
  await pipeline(content, createGzip({ level: 1 }), createWriteStream(path))
  let asked = 0
  const hasRoom = async () => {
    asked += 1
    return asked < 4
  }
  await expect(unpackBackup(path, join(folder, 'into'), { hasRoom })).rejects.toMatchObject({
    code: 'ENOSPC',
  })
  expect(asked).toBe(4)
  expect((await stat(join(folder, 'into', 'mailroom.sqlite'))).size).toBeLessThan(SIZE / 4)
})
