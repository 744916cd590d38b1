/** The chosen ones with one more, or one less; in the order in which they are offered. */
export function toggled(
  offered: ReadonlyArray<{ readonly value: string }>,
  chosen: readonly string[],
  value: string,
): string[] {
  return offered
    .map((each) => each.value)
    .filter((one) => (one === value ? !chosen.includes(one) : chosen.includes(one)))
}
