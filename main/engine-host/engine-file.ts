/**
 * engine.json in the data folder: where the engine that owns the folder answers. The command line finds it there. It
 * holds the API's token, so only the owner may read it; it goes when the engine stops, and one that a crash left behind
 * is recognised because nobody answers.
 */
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const engineFileSchema = z.object({ pid: z.number().int(), url: z.url(), token: z.string().min(1) })
export type EngineFile = z.infer<typeof engineFileSchema>

export async function writeEngineFile(folder: string, content: EngineFile): Promise<void> {
  const path = pathIn(folder)
  const draft = `${path}.${content.pid}`
  await writeFile(draft, `${JSON.stringify(content)}\n`, { mode: 0o600 })
  await rename(draft, path)
}

/** null where there is none, or none that can be read. */
export async function readEngineFile(folder: string): Promise<EngineFile | null> {
  try {
    return engineFileSchema.parse(JSON.parse(await readFile(pathIn(folder), 'utf8')))
  } catch {
    return null
  }
}

/** Removes the file, unless it is already that of another engine. */
export async function removeEngineFile(folder: string, pid: number): Promise<void> {
  const content = await readEngineFile(folder)
  if (content === null || content.pid === pid) await rm(pathIn(folder), { force: true })
}

function pathIn(folder: string): string {
  return join(folder, 'engine.json')
}
