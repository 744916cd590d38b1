import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { gatherWindowTexts } from '../../../scripts/text/window-texts.ts'

test('every text of the window is in the catalogue, and none goes past it', async () => {
  const { catalogue, bare } = await gatherWindowTexts()
  expect(bare.map(({ file, line, where, text }) => `${file}:${line} ${where}: ${text}`)).toEqual([])
  const kept = JSON.parse(await readFile('renderer/text/catalogue/en.json', 'utf8'))
  expect(kept, 'run: node scripts/extract-text.ts').toEqual(catalogue)
})
