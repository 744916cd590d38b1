/** All texts of the window, gathered from its source. */
import { glob, readFile } from 'node:fs/promises'
import { type BareText, findTexts } from './find-texts.ts'

export interface WindowTexts {
  /** As translators get it: English by English, in order. */
  readonly catalogue: Readonly<Record<string, string>>
  readonly bare: readonly (BareText & { readonly file: string })[]
}

export async function gatherWindowTexts(): Promise<WindowTexts> {
  const texts = new Set<string>()
  const bare: (BareText & { readonly file: string })[] = []
  for (const file of await windowFiles()) {
    const found = findTexts(file, await readFile(file, 'utf8'))
    for (const text of found.texts) texts.add(text)
    bare.push(...found.bare.map((one) => ({ ...one, file })))
  }
  const sorted = [...texts].sort((a, b) => (a < b ? -1 : 1))
  return { catalogue: Object.fromEntries(sorted.map((text) => [text, text])), bare }
}

/** What is invented for tests and demonstrations is not translated. */
async function windowFiles(): Promise<string[]> {
  const files: string[] = []
  for await (const file of glob('renderer/**/*.{ts,tsx}'))
    if (!/^renderer\/(bridge\/memory|demo)\//.test(file)) files.push(file)
  return files.sort()
}
