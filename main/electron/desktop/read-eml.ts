import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { LARGEST_EML } from '../../../shared/desktop/desktop-contract.ts'

/** A message file for the window. Throws, in words, where it is none or too large. */
export async function readEml(path: string): Promise<{ name: string; base64: string }> {
  const name = basename(path)
  const facts = await stat(path)
  if (!facts.isFile()) throw new Error(`${name} is not a file.`)
  if (facts.size > LARGEST_EML)
    throw new Error(`${name} is larger than 64 MiB; Mailroom reads message files up to that size.`)
  return { name, base64: (await readFile(path)).toString('base64') }
}
