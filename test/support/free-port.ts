import { createServer } from 'node:net'

/**
 * Below the ports that systems give to outgoing connections and to servers that ask for any: those of the tests beside
 * this one would take it between now and its use.
 */
const FIRST = 12_000
const LAST = 31_999

const given = new Set<number>()

/** A port of loopback on which nothing listens just now, and that nobody is given by chance. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1))
    if (given.has(port) || !(await isFree(port))) continue
    given.add(port)
    return port
  }
}

/** On every address: a server of the tests may listen on another one than 127.0.0.1. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, () => server.close(() => resolve(true)))
  })
}
