import { mkdir, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readEml } from '../../../main/electron/desktop/read-eml.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

test('a message file comes by its name alone, without the folder that it lies in', async () => {
  const path = join(await temporaryFolder(), 'mail.eml')
  await writeFile(path, 'Subject: x\r\n\r\nx\r\n')
  expect(await readEml(path)).toEqual({ name: 'mail.eml', base64: btoa('Subject: x\r\n\r\nx\r\n') })
})

test('a file that is too large is refused before it is read, with its size, the limit and what to do', async () => {
  const path = join(await temporaryFolder(), 'mail.eml')
  await writeFile(path, '')
  // Nothing could read so much: only its size is looked at.
  await truncate(path, 1024 ** 4)
  await expect(readEml(path)).rejects.toThrow(
    '“mail.eml” has 1048576 MiB; messages of up to 64 MiB can be opened here. Open it in a mail program.',
  )
  await truncate(path, 64 * 1024 * 1024 + 1)
  await expect(readEml(path)).rejects.toThrow('“mail.eml” has 65 MiB')
})

test('what is no file is refused in words', async () => {
  const path = join(await temporaryFolder(), 'folder.eml')
  await mkdir(path)
  await expect(readEml(path)).rejects.toThrow('folder.eml is not a file.')
})
