/**
 * How much a test of faults does: a few rounds in `npm test`, many in `npm run test:faults`, which sets
 * MAILROOM_FAULTS=long.
 */
export function faultRounds({ short, long }: { readonly short: number; readonly long: number }): number {
  return process.env.MAILROOM_FAULTS === 'long' ? long : short
}
