import { createServer } from 'node:net'
import { explainBindFailure } from './explain-bind-failure.ts'

/** Opens the port for a moment; why it cannot be, in words, or null where it can. */
export async function probePort(host: string, port: number): Promise<string | null> {
  const error = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    const server = createServer()
    server.once('error', resolve)
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)))
  })
  return error === null ? null : (await explainBindFailure(error, host, port)).problem
}
