import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// Files named *.e2e.ts belong to Playwright (playwright.config.ts).

/** Folders that are projects of their own; everything else below test/ is a unit test. */
const separate = ['renderer', 'integration', 'interop', 'faults']

const longFaults = process.env.MAILROOM_FAULTS === 'long'

export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: [{ find: /^.*\/worker-url\.ts$/, replacement: resolve('test/support/bundled-worker-url.ts') }],
  },
  test: {
    pool: 'forks',
    globalSetup: ['test/support/bundle-workers.ts'],
    // Two cores are the reference machine: real sockets, fsync and worker threads share them.
    testTimeout: 20_000,
    hookTimeout: 30_000,
    projects: [
      { extends: true, test: { name: 'unit', include: tests('**'), exclude: separate.flatMap(tests) } },
      { extends: true, test: { name: 'renderer', include: tests('renderer'), environment: 'happy-dom' } },
      { extends: true, test: { name: 'integration', include: tests('integration') } },
      { extends: true, test: { name: 'interop', include: tests('interop') } },
      {
        extends: true,
        test: { name: 'faults', include: tests('faults'), testTimeout: (longFaults ? 30 : 2) * 60_000 },
      },
    ],
  },
})

function tests(folder: string): string[] {
  return folder === '**' ? ['test/**/*.test.{ts,tsx}'] : [`test/${folder}/**/*.test.{ts,tsx}`]
}
