/**
 * Vitest's global set-up: bundles the storage workers once for all tests. From source each worker would load Node's
 * type stripper, whose WebAssembly has brought the process down when a worker ended (nodejs/node#64500), and a test
 * file opens dozens of stores. vitest.config.ts puts bundled-worker-url.ts in the place of worker-url.ts.
 */
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { bundledWorkers } from './bundled-worker-url.ts'

const source = new URL('../../main/engine/storage/', import.meta.url)

export async function setup(): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      target: 'node20',
      outDir: fileURLToPath(bundledWorkers),
      emptyOutDir: true,
      rolldownOptions: {
        input: {
          'storage-writer': fileURLToPath(new URL('storage-writer.ts', source)),
          'storage-reader': fileURLToPath(new URL('storage-reader.ts', source)),
        },
        external: ['better-sqlite3'],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js' },
      },
    },
    ssr: { noExternal: true, external: ['better-sqlite3'] },
  })
}
