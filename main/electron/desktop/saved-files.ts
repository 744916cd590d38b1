/** Files that the window saves chunk by chunk. A file has its name only when it is whole. */
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { safeFileName } from '../../../shared/text/safe-file-name.ts'

export interface SavedFiles {
  /** Asks where to; null where the person changed their mind. */
  begin(name: string): Promise<{ id: number } | null>
  /** Throws where there is no such file or it cannot be written. */
  write(id: number, content: Uint8Array): Promise<void>
  finish(id: number): Promise<{ path: string }>
  giveUp(id: number): Promise<void>
  /** The window is gone: whatever it had begun goes too. */
  giveUpAll(): Promise<void>
}

/** `ask` shows the dialog for the name that is proposed. */
export function createSavedFiles(ask: (name: string) => Promise<string | null>): SavedFiles {
  const begun = new Map<
    number,
    { readonly path: string; readonly draft: string; readonly file: FileHandle }
  >()
  let last = 0

  const take = (id: number) => {
    const saving = begun.get(id)
    if (!saving) throw new Error('This file is not being saved any more: save it again.')
    return saving
  }
  const giveUp = async (id: number) => {
    const saving = begun.get(id)
    begun.delete(id)
    await saving?.file.close()
    if (saving) await rm(saving.draft, { force: true })
  }

  return {
    async begin(name) {
      // The window has cleaned it; what the system's dialog shows and saves under does not rest on that.
      const path = await ask(safeFileName(basename(name)) || 'mailroom')
      if (path === null) return null
      last += 1
      const draft = `${path}.${process.pid}-${last}.part`
      begun.set(last, { path, draft, file: await open(draft, 'wx', 0o600) })
      return { id: last }
    },
    async write(id, content) {
      await take(id).file.writeFile(content)
    },
    async finish(id) {
      const { path, draft, file } = take(id)
      begun.delete(id)
      await file.sync()
      await file.close()
      await rename(draft, path)
      return { path }
    },
    giveUp,
    async giveUpAll() {
      for (const id of [...begun.keys()]) await giveUp(id)
    },
  }
}
