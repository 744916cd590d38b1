/** What the system's own dialogs are given: texts of strangers on one plain line, names that are names of files. */
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { askWhereToSave, chooseEml } from '../../../main/electron/desktop/ask-for-files.ts'
import { createSavedFiles } from '../../../main/electron/desktop/saved-files.ts'
import { explainStartFailure, showProblem } from '../../../main/electron/desktop/show-problem.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const dialog = vi.hoisted(() => ({
  showErrorBox: vi.fn(),
  showMessageBox: vi.fn(async () => ({ response: 0 })),
  showSaveDialog: vi.fn(async () => ({ canceled: true, filePath: '' })),
  showOpenDialog: vi.fn(async (_options: object) => ({ filePaths: [] as string[] })),
}))
vi.mock('electron', () => ({
  app: { getPath: () => '/downloads' },
  BrowserWindow: { getAllWindows: () => [] },
  dialog,
}))
beforeEach(() => void vi.clearAllMocks())

const HOSTILE = 'x\u202egpj.exe\r\n\0\u001b[2J\u200b<b>&lt;</b>\u2028{file}'

/** No line end but those of Mailroom's own between paragraphs, nothing that steers, turns or hides. */
function expectPlain(shown: unknown): void {
  const text = JSON.stringify(shown, (_name, value) =>
    typeof value === 'string' ? value.replaceAll('\n\n', ' ') : value,
  )
  expect(text).not.toMatch(/\\[nrtu]|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  expect(text.length).toBeLessThan(4_000)
}

test('a problem in the words of others is one plain line', () => {
  showProblem('Nothing was opened')(new Error(HOSTILE + 'y'.repeat(100_000)))
  showProblem('Nothing was opened')(HOSTILE)
  for (const [title, text] of dialog.showErrorBox.mock.calls) expectPlain([title, text])
  expect(dialog.showErrorBox.mock.calls[1]).toEqual(['Nothing was opened', 'xgpj.exe [2J<b>&lt;</b> {file}'])
})

test('why the engine did not start, and where its log is, are plain lines', async () => {
  expect(await explainStartFailure(HOSTILE, `/data/${HOSTILE}`)).toBe(true)
  expectPlain(dialog.showMessageBox.mock.calls)
})

test('a name that is proposed for saving is the name of one file in the folder for downloads', async () => {
  const files = createSavedFiles(askWhereToSave)
  for (const name of [
    HOSTILE,
    '../../.bashrc',
    '/etc/passwd',
    'C:\\Windows\\win.ini',
    '..\\..\\x.lnk',
    'con.txt',
    '.',
    '..',
    '\u202e',
    'a'.repeat(10_000),
  ])
    expect(await files.begin(name)).toBeNull()
  const proposed = (dialog.showSaveDialog.mock.calls as unknown as [{ defaultPath: string }][]).map(
    ([{ defaultPath }]) => defaultPath,
  )
  expectPlain(proposed)
  expect(proposed).toHaveLength(10)
  for (const path of proposed) expect(path).toMatch(/^\/downloads\/[^/\\:*?"<>|.][^/\\:*?"<>|]{0,130}$/)
  expect(proposed.slice(1, 7)).toEqual([
    '/downloads/bashrc',
    '/downloads/passwd',
    '/downloads/C_Windows_win.ini',
    '/downloads/x.lnk',
    '/downloads/_con.txt',
    '/downloads/mailroom',
  ])
})

test('the dialog that opens a file says nothing that comes from outside; why a file cannot be read is plain', async () => {
  const folder = await temporaryFolder()
  const path = join(folder, 'x\u202elme.\n<b>.eml')
  await writeFile(path, '')
  dialog.showOpenDialog.mockResolvedValueOnce({ filePaths: [path] })
  expect((await chooseEml())?.base64).toBe('')
  expectPlain(dialog.showOpenDialog.mock.calls)
  await rm(path)
  dialog.showOpenDialog.mockResolvedValueOnce({ filePaths: [path] })
  await chooseEml().catch(showProblem('The file could not be read'))
  expect(dialog.showErrorBox).toHaveBeenCalledOnce()
  expectPlain(dialog.showErrorBox.mock.calls)
})
