/** Polls until the value is there (not undefined, null or false); fails with `what` after ten seconds. */
export async function waitFor<T>(what: string, read: () => T | Promise<T>): Promise<NonNullable<T>> {
  const end = Date.now() + 10_000
  for (;;) {
    const value = await read()
    if (value !== undefined && value !== null && value !== false) return value as NonNullable<T>
    if (Date.now() > end) throw new Error(`still waiting for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
