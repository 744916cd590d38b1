/** A client that says what a test tells it, and stays: for sessions that are open while somebody looks at them. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export interface TalkingClient {
  /** Says a line; the last line of the answer. */
  say(line: string): Promise<string>
  /** What the server said last before it hung up. */
  readonly ended: Promise<string>
  hangUp(): void
}

export async function openTalkingClient(port: number, localAddress = '127.0.0.1'): Promise<TalkingClient> {
  const socket = connect({ host: '127.0.0.1', port, localAddress })
  const ended = new Promise<string>((resolve) => {
    let last = ''
    socket.setEncoding('utf8').on('data', (text: string) => {
      last = text
    })
    socket.on('error', () => socket.destroy()).on('close', () => resolve(last.trim()))
  })
  await answer(socket)
  return {
    ended,
    say(line) {
      socket.write(`${line}\r\n`)
      return answer(socket)
    },
    hangUp: () => socket.destroy(),
  }
}

async function answer(socket: Socket): Promise<string> {
  let said = ''
  while (!/^\d{3} [^\n]*\n$/m.test(said)) {
    const [text] = (await once(socket, 'data')) as [string]
    said += text
  }
  return said.trimEnd().split('\r\n').at(-1) ?? ''
}
