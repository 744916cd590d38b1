import { readFile, symlink, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openLogFile } from '../../main/engine-host/log-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

it.skipIf(process.platform !== 'linux')(
  'a disk too full for the log does not stop who writes it',
  async () => {
    const folder = await temporaryFolder()
    await symlink('/dev/full', join(folder, 'engine.log'))
    expect(() => openLogFile(folder).write('The disk is full.\n')).not.toThrow()
  },
)

it('the log turns over, and the last lines are in the new file', async () => {
  const folder = await temporaryFolder()
  openLogFile(folder).write('first\n')
  await truncate(join(folder, 'engine.log'), 6 * 1024 * 1024)
  const log = openLogFile(folder)
  log.write('second\n')
  log.write('third\n')
  expect(await readFile(join(folder, 'engine.log'), 'utf8')).toBe('second\nthird\n')
  expect((await readFile(join(folder, 'engine.log.1'), 'utf8')).startsWith('first\n')).toBe(true)
})
