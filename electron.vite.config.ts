// Three bundles: main (every Node entry, side by side), preload (CommonJS, as the sandbox wants it), renderer.
// The registry runtime of scripts/electron-runtime has Node 20, so that is the target of main.

import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { WINDOW_POLICY } from './shared/window-policy.ts'

const mainEntries = {
  'electron-main': 'main/electron/electron-main.ts',
  'engine-process': 'main/engine-process.ts',
  'storage-writer': 'main/engine/storage/storage-writer.ts',
  'storage-reader': 'main/engine/storage/storage-reader.ts',
  'storage-copier': 'main/engine/storage/storage-copier.ts',
  mailroom: 'main/cli/mailroom.ts',
}

/** Native code cannot be bundled; everything else is, so that the package ships no node_modules tree. */
const native = ['better-sqlite3']

/** The notices of what is bundled, beside the bundle. */
const license = { fileName: 'licenses.md' }

export default defineConfig({
  main: {
    build: {
      target: 'node20',
      externalizeDeps: false,
      sourcemap: true,
      license,
      rolldownOptions: {
        input: absolute(mainEntries),
        external: native,
        // Flat: a worker's URL is './name.js' from every chunk.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: 'node20',
      externalizeDeps: false,
      rolldownOptions: {
        input: absolute({ preload: 'main/electron/preload.ts' }),
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react(), tailwindcss(), policyInBuilds()],
    build: {
      // The console is also opened in the office's browsers; Tailwind 4 sets the floor for CSS.
      target: 'es2022',
      cssTarget: ['chrome120', 'safari16.4', 'firefox128'],
      minify: true,
      // Loaded from the disk or the local network, once.
      chunkSizeWarningLimit: 4_000,
      license,
      rolldownOptions: { input: resolve('renderer/index.html') },
    },
  },
})

/**
 * In the page itself too, wherever it is opened. Not while developing: hot reloading puts an inline script into the
 * page, which the policy would stop.
 */
function policyInBuilds(): Plugin {
  const attrs = { 'http-equiv': 'Content-Security-Policy', content: WINDOW_POLICY.join('; ') }
  return {
    name: 'policy-in-builds',
    apply: 'build',
    transformIndexHtml: () => [{ tag: 'meta', attrs, injectTo: 'head-prepend' }],
  }
}

function absolute(entries: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, resolve(file)]))
}
