import type { FakeClock } from './fake-clock.ts'

/** Lets a clock go on, half a second at a time, until something has happened that waits for it. */
export async function whileTimePasses<T>(clock: FakeClock, happening: Promise<T>): Promise<T> {
  const pump = setInterval(() => clock.advance(500), 5)
  try {
    return await happening
  } finally {
    clearInterval(pump)
  }
}
