import { createServer } from 'node:net'

const MOST_TRIED = 20

/** A port to use instead: 2525 and up for 25, 2587 and up for 587, otherwise the next ones; null where all are taken. */
export async function freePort(host: string, port: number): Promise<number | null> {
  const first = port < 1024 ? port + 2_000 + (port < 100 ? 500 : 0) : port + 1
  for (let candidate = first; candidate < Math.min(first + MOST_TRIED, 65_536); candidate += 1)
    if (await isFree(host, candidate)) return candidate
  return null
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
