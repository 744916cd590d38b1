// Writes renderer/text/catalogue/en.json: every text of the window, for translators. Run it after changing texts.
// With --bare it also lists words that are shown without going through the catalogue.
import { writeFile } from 'node:fs/promises'
import { gatherWindowTexts } from './text/window-texts.ts'

const { catalogue, bare } = await gatherWindowTexts()
await writeFile('renderer/text/catalogue/en.json', `${JSON.stringify(catalogue, null, 2)}\n`)
console.log(`${Object.keys(catalogue).length} texts are in the catalogue, ${bare.length} go past it.`)
if (process.argv.includes('--bare'))
  for (const { file, line, where, text } of bare) console.log(`${file}:${line} ${where}: ${text}`)
