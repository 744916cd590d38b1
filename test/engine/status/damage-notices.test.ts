import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DamageNotices, recoveryText } from '../../../main/engine/status/damage-notices.ts'
import { makeSetAsideFolder, writeReport } from '../../../main/engine/storage/recovery/set-aside-folder.ts'
import { NOON } from '../../support/sample-message.ts'
import { SilentLogger } from '../../support/silent-logger.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const REPORT = {
  folder: 'damaged/2026-01-05-120000',
  at: NOON,
  reason: 'The database is damaged: Tree 2 page 67.',
  messages: 1204,
  lost: 3,
  held: 5,
  loose: 1,
  unreadable: 2,
  settingsLost: false,
}

test('a recovery is told in counts, with what to do, and never as more than is known', () => {
  expect(recoveryText(REPORT)).toBe(
    'The store was damaged and was recovered (2026-01-05 12:00 UTC): 1,204 messages recovered, 3 lost, 5 held because a part is missing, 1 content without a message kept as files. The database is damaged: Tree 2 page 67. Look at what is held in the queue. If mail is missing, restore a backup: what waits now is taken along. Have the disk checked. The damaged files are kept in damaged/2026-01-05-120000 of the data folder: delete that folder when you are done, and this notice goes.',
  )
  const unknown = recoveryText({ ...REPORT, lost: null, held: 0, loose: 0, settingsLost: true })
  expect(unknown).toContain('how many are lost is not known')
  expect(unknown).toContain('The settings are lost')
  expect(recoveryText({ ...REPORT, lost: 0 })).toContain('none lost')
})

test('the notice is there after every start for as long as what was damaged is kept', async () => {
  const folder = await temporaryFolder()
  const aside = makeSetAsideFolder(folder, NOON)
  writeReport(folder, { ...REPORT, folder: aside })
  const notices = new DamageNotices(folder, new SilentLogger())
  expect(await notices.attention()).toMatchObject([{ kind: 'damage', severity: 'problem', subject: aside }])
  rmSync(join(folder, 'damaged'), { recursive: true })
  expect(await notices.attention()).toEqual([])
})

test('contents that are gone are told in one sentence, however often some were found', async () => {
  const notices = new DamageNotices(await temporaryFolder(), new SilentLogger())
  notices.bodiesLost(1)
  notices.bodiesLost(2)
  const [notice, ...others] = await notices.attention()
  expect(others).toEqual([])
  expect(notice?.text).toContain('The content of 3 messages is missing or damaged')
})
