/**
 * Vitest's global set-up: bundles the storage workers once for all tests. From source each worker would load Node's
 * type stripper, whose WebAssembly has brought the process down when a worker ended (nodejs/node#64500), and a test
 * file opens dozens of stores. vitest.config.ts puts bundled-worker-url.ts in the place of worker-url.ts.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { BUNDLED_WORKERS } from './bundled-worker-url.ts'

const source = new URL('../../main/engine/storage/', import.meta.url)

/** Below node_modules, so that the bundle finds better-sqlite3 and git does not see it. */
const cache = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url))

/** A folder for each run: another run at the same time must not empty it. Answers what removes it. */
export async function setup(): Promise<() => Promise<void>> {
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(`${cache}mailroom-workers-`)
  process.env[BUNDLED_WORKERS] = folder
  await bundle(folder)
  return () => rm(folder, { recursive: true, force: true, maxRetries: 3 })
}

async function bundle(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      target: 'node20',
      outDir: folder,
      emptyOutDir: true,
      rolldownOptions: {
        input: {
          'storage-writer': fileURLToPath(new URL('storage-writer.ts', source)),
          'storage-reader': fileURLToPath(new URL('storage-reader.ts', source)),
          'storage-copier': fileURLToPath(new URL('storage-copier.ts', source)),
        },
        external: ['better-sqlite3'],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js' },
      },
    },
    ssr: { noExternal: true, external: ['better-sqlite3'] },
  })
}
