import type { WorkerEntry } from '../../main/engine/storage/workers/worker-url.ts'

/** Below node_modules, so that the bundle finds better-sqlite3 and git does not see it. */
export const bundledWorkers = new URL('../../node_modules/.cache/mailroom-test-workers/', import.meta.url)

/** What tests use instead of the engine's own: see bundle-workers.ts. */
export function workerUrl(entry: WorkerEntry): URL {
  return new URL(`${entry}.js`, bundledWorkers)
}
