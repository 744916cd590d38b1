/** Polls until the value is there (not undefined, null or false); fails with `what` after `timeout` milliseconds. */
export async function waitFor<T>(
  what: string,
  read: () => T | Promise<T>,
  timeout = 10_000,
): Promise<NonNullable<T>> {
  const end = Date.now() + timeout
  for (;;) {
    const value = await read()
    if (value !== undefined && value !== null && value !== false) return value as NonNullable<T>
    if (Date.now() > end) throw new Error(`still waiting for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
