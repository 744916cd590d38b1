/** How long the answer to a failed sign-in takes. Pure. */

/** Milliseconds after the second failure; each further one doubles it. */
const FIRST = 1_000

/** One in so many failures of a client, whatever the names, counts like one of the account's own. */
const CLIENT_SHARE = 5

/**
 * @param failures of this account from this client within the window, this one included: a single typing error costs
 *   nothing
 * @param clientFailures of the client, whatever the names
 * @param most milliseconds
 */
export function answerDelay(failures: number, clientFailures: number, most: number): number {
  const steps = Math.max(failures, Math.floor(clientFailures / CLIENT_SHARE)) - 2
  return steps < 0 ? 0 : Math.min(most, FIRST * 2 ** Math.min(steps, 30))
}
