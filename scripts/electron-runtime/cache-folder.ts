// The user's cache folder, and how something gets into it whole or not at all.

import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** `$XDG_CACHE_HOME/mailroom`: the specification says to ignore relative values. */
export function cacheFolder(): string {
  const xdg = process.env.XDG_CACHE_HOME
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(homedir(), '.cache'), 'mailroom')
}

/**
 * Prepares a folder below the cache once: it is made under a name of its own and renamed when complete, so a
 * broken run leaves nothing that looks finished. Of two runs at a time the later one takes the earlier's result.
 */
export async function prepareOnce(name: string, prepare: (folder: string) => Promise<void>): Promise<string> {
  const target = join(cacheFolder(), name)
  if (await exists(target)) return target
  await mkdir(cacheFolder(), { recursive: true })
  await removeAbandonedDrafts()
  const draft = await mkdtemp(join(cacheFolder(), `${name}.draft-`))
  try {
    await prepare(draft)
    await publish(draft, target)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return target
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

async function publish(draft: string, target: string): Promise<void> {
  try {
    await rename(draft, target)
  } catch (error) {
    if (!(await exists(target))) throw error
  }
}

/** What a killed run left: nothing takes an hour to prepare. */
async function removeAbandonedDrafts(): Promise<void> {
  const drafts = (await readdir(cacheFolder())).filter((name) => name.includes('.draft-'))
  for (const draft of drafts.map((name) => join(cacheFolder(), name))) {
    const info = await stat(draft).catch(() => undefined)
    if (info !== undefined && Date.now() - info.mtimeMs > 60 * 60_000)
      await rm(draft, { recursive: true, force: true })
  }
}
