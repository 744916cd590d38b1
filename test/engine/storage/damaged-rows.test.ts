import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openStorage } from '../../../main/engine/storage/open-storage.ts'
import { DATABASE_FILE, openDatabase } from '../../../main/engine/storage/workers/connection.ts'
import { decodeId } from '../../../shared/domain/id.ts'
import { acceptSamples, NOON } from '../../support/sample-message.ts'
import { deferred } from '../../support/sample-results.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { temporaryStorage } from '../../support/temporary-storage.ts'

it('shows a message whose columns cannot be read, instead of losing it', async () => {
  const folder = await temporaryFolder()
  const first = await openStorage({ folder })
  const [id = ''] = await acceptSamples(first, {})
  await first.claimDue({ now: NOON, lease: { owner: 'me', until: NOON }, limit: 1, exceptRoutes: [] })
  await first.recordResults('me', [deferred(id, NOON + 1)])
  await first.close()

  const database = openDatabase(join(folder, DATABASE_FILE), {})
  database.exec(`
    UPDATE messages SET state = 'lost', last_reply = '{"code":', first_recipients = 'x', body_type = '?', ret = '?',
      origin_kind = '?';
    UPDATE recipients SET state = 'lost', last_reply = '[]', notify = '{', hold = '?';
    UPDATE events SET kind = 'Vanishing', reply = 'no json' WHERE kind = 'TransientFailure';
  `)
  database.close()

  const storage = await temporaryStorage({ folder })
  const detail = await storage.getMessage(id)
  expect(detail).toMatchObject({
    message: {
      id,
      state: 'held',
      sender: 'scanner@office.test',
      recipients: [],
      lastReply: { text: '{"code":' },
    },
    recipients: [{ address: 'ann@example.test', state: 'held', lastReply: { text: '[]' }, notify: null }],
  })
  expect(detail?.events[1]).toMatchObject({ note: 'Vanishing: ', reply: { text: 'no json' } })
  const list = {
    filter: {},
    sort: { by: 'size', direction: 'ascending' } as const,
    cursor: null,
    limit: 9,
    now: NOON,
  }
  expect((await storage.listMessages(list)).rows).toHaveLength(1)
  expect((await storage.countMessages({})).held).toBe(1)
})

it('does not claim recipients in a state that nobody knows, and is not held up by them', async () => {
  const folder = await temporaryFolder()
  const first = await openStorage({ folder })
  const [lost = '', rowless = '', good = ''] = await acceptSamples(first, {}, {}, {})
  await first.close()
  const database = openDatabase(join(folder, DATABASE_FILE), {})
  database.prepare("UPDATE recipients SET state = 'lost' WHERE message_key = ?").run(decodeId(lost))
  database.prepare('DELETE FROM messages WHERE key = ?').run(decodeId(rowless))
  database.close()

  const storage = await temporaryStorage({ folder })
  const request = { now: NOON, lease: { owner: 'me', until: NOON }, limit: 9, exceptRoutes: [] }
  expect((await storage.claimDue(request)).map(({ id }) => id)).toEqual([good])
  expect(await storage.nextDueAt([])).toBeNull()
  expect((await storage.getMessage(lost))?.recipients[0]?.state).toBe('held')
})
