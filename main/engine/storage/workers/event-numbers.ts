import type { Connection } from './connection.ts'

/** More events than one run of the engine can write; 2^53 is reached after two million runs. */
const PER_RUN = 2 ** 32

const NEXT_RUN = `
  INSERT INTO documents VALUES ('run', 1) ON CONFLICT DO UPDATE SET content = content + 1 RETURNING content`

/**
 * Numbers that only grow, over all runs: a history keeps the order in which it was written, whatever the clock did,
 * and no event has to look for the number of the one before.
 */
export function createEventNumbers(connection: Connection): () => number {
  const { content } = connection.prepare(NEXT_RUN).get() as { readonly content: string }
  let next = Number(content) * PER_RUN
  return () => next++
}
