import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { LARGEST_MESSAGE_FILE, sizesInWords } from '../../../shared/mime/message-file-limit.ts'
import { say } from '../say.ts'

/** A message file for the window. Throws, in words, where it is none or too large. */
export async function readEml(path: string): Promise<{ name: string; base64: string }> {
  const name = basename(path)
  const facts = await stat(path)
  if (!facts.isFile()) throw new Error(`${name} is not a file.`)
  if (facts.size > LARGEST_MESSAGE_FILE)
    throw new Error(
      say('“{name}” has {size}; messages of up to {most} can be opened here. Open it in a mail program.', {
        name,
        ...sizesInWords(facts.size),
      }),
    )
  return { name, base64: (await readFile(path)).toString('base64') }
}
