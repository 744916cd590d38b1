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

/** The window, and what of shared code and of the desktop people read. */
const SOURCES = [
  'renderer/**/*.{ts,tsx}',
  'shared/filter/*.ts',
  'shared/devices/diagnose*.ts',
  'main/electron/**/*.ts',
]

/**
 * Not translated: what is invented for tests and demonstrations; and what goes to other people, who read English in
 * every mail that Mailroom writes: the test message, and a conversation that is exported; nor what programs read.
 */
const NOT_SHOWN =
  /^renderer\/(bridge\/memory|demo)\/|\/(memory-[^/]*|test-message|session-text|console-link|autostart-entry)\.ts$/

async function windowFiles(): Promise<string[]> {
  const files: string[] = []
  for await (const file of glob(SOURCES)) if (!NOT_SHOWN.test(file)) files.push(file)
  return files.sort()
}
