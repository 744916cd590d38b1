/** A next hop that says yes to everything and keeps the octets of DATA as they came over the wire, dots and all. */
import { createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface RawNextHop {
  readonly port: number
  /** Octets of each DATA, with the line that ends it. */
  readonly contents: readonly Buffer[]
  readonly commands: readonly string[]
}

export async function rawNextHop(extensions: readonly string[] = []): Promise<RawNextHop> {
  const contents: Buffer[] = []
  const commands: string[] = []
  const server = createServer((socket) => converse(socket, extensions, contents, commands))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  return { port: typeof address === 'object' && address ? address.port : 0, contents, commands }
}

function converse(
  socket: Socket,
  extensions: readonly string[],
  contents: Buffer[],
  commands: string[],
): void {
  let held = Buffer.alloc(0)
  let inContent = false
  const onLine = (line: string) => {
    commands.push(line)
    inContent = line === 'DATA'
    const ehlo = ['peer.test', ...extensions]
    if (line.startsWith('EHLO'))
      return ehlo.map((text, index) => `250${index < ehlo.length - 1 ? '-' : ' '}${text}`).join('\r\n')
    return inContent ? '354 Go on' : '250 2.0.0 Yes'
  }
  socket.on('error', () => undefined)
  onTestFinished(() => void socket.destroy())
  socket.write('220 peer.test ESMTP\r\n')
  socket.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk])
    for (;;) {
      const mark = inContent ? '\r\n.\r\n' : '\r\n'
      const end = held.indexOf(mark)
      if (end < 0) return
      const taken = held.subarray(0, end + mark.length)
      held = held.subarray(taken.length)
      if (inContent) {
        contents.push(taken)
        inContent = false
        socket.write('250 2.0.0 Queued\r\n')
      } else socket.write(`${onLine(taken.subarray(0, end).toString())}\r\n`)
    }
  })
}
