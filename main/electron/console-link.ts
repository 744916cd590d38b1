import { z } from 'zod'
import { readEngineFile } from '../engine-host/engine-file.ts'

/** A link that signs the system's browser in, once. Rejects where no engine runs. */
export async function createConsoleLink(folder: string): Promise<string> {
  const file = await readEngineFile(folder)
  if (!file) throw new Error('The mail engine is not running.')
  const response = await fetch(new URL('/session/link', file.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${file.token}` },
  })
  return z.object({ url: z.url() }).parse(await response.json()).url
}
