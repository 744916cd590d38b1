import { pathToFileURL } from 'node:url'
import type { WorkerEntry } from '../../main/engine/storage/workers/worker-url.ts'

/** The folder of this run's bundle; bundle-workers.ts sets it before the tests start. */
export const BUNDLED_WORKERS = 'MAILROOM_TEST_WORKERS'

/** What tests use instead of the engine's own: see bundle-workers.ts. */
export function workerUrl(entry: WorkerEntry): URL {
  return pathToFileURL(`${process.env[BUNDLED_WORKERS]}/${entry}.js`)
}
