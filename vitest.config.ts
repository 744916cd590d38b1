import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// Files named *.e2e.ts belong to Playwright (playwright.config.ts).
// Two cores are the reference machine: real sockets, fsync and worker threads share them.
export default defineConfig({
  test: {
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 30_000,
    projects: [
      project('unit', ['shared', 'engine', 'rpc', 'cli', 'electron', 'scripts', 'support']),
      { ...project('renderer', ['renderer']), plugins: [react()], extends: true },
      project('integration', ['integration']),
      project('interop', ['interop']),
    ],
  },
})

function project(name: string, folders: readonly string[]) {
  return {
    extends: true as const,
    test: {
      name,
      environment: name === 'renderer' ? 'happy-dom' : 'node',
      include: folders.map((folder) => `test/${folder}/**/*.test.{ts,tsx}`),
    },
  }
}
