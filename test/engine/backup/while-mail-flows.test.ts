import { join } from 'node:path'
import { expect, test } from 'vitest'
import { unpackBackup } from '../../../main/engine/backup/unpack-backup.ts'
import { TemporaryEngine } from '../../support/temporary-engine.ts'
import { waitFor } from '../../support/wait-for.ts'

const BODY = `${'x'.repeat(900)}\r\n`.repeat(200)

test('a backup is whole although bodies come and go while it is made', async () => {
  const office = await TemporaryEngine.start({
    config: {
      routes: [{ name: 'gone', kind: 'hold' }],
      rules: [{ name: 'All', match: {}, action: { kind: 'route', route: 'gone' } }],
    },
  })
  const submit = () =>
    office.engine.submit({
      sender: 'a@office.test',
      recipients: ['b@example.test'],
      content: Buffer.from(`Subject: Scan\r\n\r\n${BODY}`),
    })
  const before = await Promise.all(Array.from({ length: 20 }, submit))
  const making = office.client.backups.create()
  // Their bodies are named by the snapshot, or are not; none may be missing.
  await office.engine.queue.operate('delete', { kind: 'ids', ids: before }, 'test')
  await Promise.all(Array.from({ length: 20 }, submit))
  const { name } = await making
  await unpackBackup(join(office.folder, 'backups', name), join(office.folder, 'unpacked'), {
    hasRoom: async () => true,
  })
  await waitFor('what was deleted to leave the folder', async () => {
    const { readdir } = await import('node:fs/promises')
    const folders = await readdir(join(office.folder, 'bodies'))
    const files = await Promise.all(folders.map((one) => readdir(join(office.folder, 'bodies', one))))
    return files.flat().length === 20
  })
  expect((await office.client.queue.counts({})).held).toBe(20)
})
