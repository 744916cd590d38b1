export type WorkerEntry = 'storage-writer' | 'storage-reader' | 'storage-copier'

/** From source the entry is TypeScript beside this folder; in the bundle all entries lie flat, beside every chunk. */
export function workerUrl(entry: WorkerEntry): URL {
  const file = import.meta.url.endsWith('.ts') ? `../${entry}.ts` : `./${entry}.js`
  return new URL(file, import.meta.url)
}
