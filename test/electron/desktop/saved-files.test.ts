import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createSavedFiles } from '../../../main/electron/desktop/saved-files.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

test('a file has its name only when it is whole', async () => {
  const folder = await temporaryFolder()
  const files = createSavedFiles(async (name) => join(folder, name))
  const saving = await files.begin('../../etc/report.zip')
  if (!saving) throw new Error('nothing was begun')
  await files.write(saving.id, Buffer.from('one '))
  await files.write(saving.id, Buffer.from('two'))
  expect(readdirSync(folder)).not.toContain('report.zip')
  expect(await files.finish(saving.id)).toEqual({ path: join(folder, 'report.zip') })
  expect(readFileSync(join(folder, 'report.zip'), 'utf8')).toBe('one two')
  await expect(files.write(saving.id, Buffer.from('x'))).rejects.toThrow(/save it again/)
})

test('what is given up leaves nothing, and a person may change their mind', async () => {
  const folder = await temporaryFolder()
  const files = createSavedFiles(async (name) => (name === 'no' ? null : join(folder, name)))
  expect(await files.begin('no')).toBeNull()
  await files.begin('a.eml')
  await files.begin('b.eml')
  await files.giveUpAll()
  expect(readdirSync(folder)).toEqual([])
})
