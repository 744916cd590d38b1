/** docs/protocol.md names tests: they exist, with these names. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const PAGE = readFileSync('docs/protocol.md', 'utf8')
const FOLDERS = ['', 'test/engine/inbound/', 'test/engine/delivery/']

/** `file.test.ts` and the names in quotes that follow it directly. */
function claims(): [string, string[]][] {
  return [...PAGE.matchAll(/`([\w./-]+\.test\.ts)`((?:,? "[^"]+")*)/g)].map(([, file = '', names = '']) => [
    file,
    [...names.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name),
  ])
}

test.each(claims())('%s has %j', (file, names) => {
  const path = FOLDERS.map((folder) => folder + file).find((candidate) => existsSync(candidate))
  if (path === undefined) throw new Error(`no file ${file}`)
  const source = readFileSync(path, 'utf8')
  for (const name of names) expect(source).toContain(name)
})
