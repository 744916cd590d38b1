/** Clients and hosts of several addresses on one computer: all of 127.0.0.0/8 is loopback on Linux and Windows, not on macOS. */
import { createServer } from 'node:net'

/** Why a test that needs them cannot run here; null where it can. */
export async function whyNoFurtherLoopback(): Promise<string | null> {
  for (const host of ['127.0.0.2', '127.1.0.1'])
    if (!(await canListen(host))) return `this system has no loopback address ${host} besides 127.0.0.1`
  return null
}

function canListen(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(0, host, () => server.close(() => resolve(true)))
  })
}
