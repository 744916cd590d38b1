/** A next hop that refuses (refused.example), puts off (slow.example) or takes, by the domain of the recipient. */
import { createServer, type Socket } from 'node:net'

const REFUSAL =
  '550-5.1.1 The email account that you tried to reach does not exist. Please try\r\n' +
  '550-5.1.1 double-checking the recipient address for typos or unnecessary spaces.\r\n' +
  '550 5.1.1 https://support.provider.example/mail/?p=NoSuchUser&id=41be03b00d2f7-7fd1f3a2a1b5si2213412a12.44 - peer'

export interface ChoosyPeer {
  readonly port: number
  close(): Promise<void>
}

export async function openChoosyPeer(): Promise<ChoosyPeer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
    let inData = false
    let rest = ''
    const say = (text: string) => socket.write(`${text}\r\n`)
    const answer = (line: string) => {
      if (inData) {
        if (line !== '.') return
        inData = false
        return say('250 2.0.0 Ok: queued as 4bXn2p1Z9mz6tm')
      }
      if (/^EHLO/i.test(line))
        return say('250-peer.example\r\n250-SIZE 52428800\r\n250-SMTPUTF8\r\n250 8BITMIME')
      if (/refused\.example/.test(line)) return say(REFUSAL)
      if (/slow\.example/.test(line)) return say('451 4.7.1 Greylisted, please come back in 300 seconds')
      inData = /^DATA/i.test(line)
      return say(inData ? '354 End data with <CR><LF>.<CR><LF>' : '250 2.1.0 Ok')
    }
    socket.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) answer(line)
    })
    say('220 peer.example ESMTP')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
