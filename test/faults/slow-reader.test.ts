/** A next hop that takes an octet a minute: the attempt ends in time, other routes go on, the message goes whole later. */
import { createHash } from 'node:crypto'
import { createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { FakeClock } from '../support/fake-clock.ts'
import { ScriptedSmtpPeer } from '../support/scripted-smtp-peer.ts'
import { TemporaryEngine } from '../support/temporary-engine.ts'
import { waitFor } from '../support/wait-for.ts'

const MINUTE = 60_000
/** More than what the two systems keep between them on loopback. */
const LARGE = 24 * 1024 * 1024

test('a next hop that reads an octet a minute is given up after three for 64 KiB, others go on, and the message arrives whole', async () => {
  const clock = new FakeClock(Date.now())
  const slow = await SlowReader.start()
  const well = await ScriptedSmtpPeer.start()
  const route = (name: string, port: number) =>
    ({ name, kind: 'smarthost', host: '127.0.0.1', port, tls: 'never' }) as const
  const { engine, client } = await TemporaryEngine.start({
    clock,
    config: {
      routes: [route('slow', slow.port), route('well', well.port)],
      rules: ['slow', 'well'].map((name) => ({
        name,
        match: { recipientDomains: [`${name}.test`] },
        action: { kind: 'route', route: name },
      })),
    },
  })
  const body = `Subject: large\r\n\r\n${`${'x'.repeat(62)}\r\n`.repeat(LARGE / 64)}`
  const submit = (to: string, content: string) =>
    engine.submit({ sender: 'a@office.test', recipients: [to], content: Buffer.from(content) })
  const id = await submit('b@slow.test', body)
  await waitFor('content that is not read', () => slow.isFull)

  await submit('b@well.test', 'Subject: small\r\n\r\nx\r\n')
  await waitFor('mail on the route that is well', () => well.messages.length === 1)
  const state = async () => (await client.queue.get({ id })).recipients[0]
  expect((await state())?.state).toBe('active')
  const told = await waitFor('the end of the attempt', async () => {
    slow.readAnOctet()
    clock.advance(MINUTE)
    const recipient = await state()
    return recipient?.state === 'deferred' ? recipient : null
  })
  expect(told.lastReply).toMatchObject({
    code: null,
    enhanced: '4.4.2',
    text: `127.0.0.1:${slow.port} took the message too slowly.`,
  })
  slow.recover()
  await waitFor('the connection to be gone', () => slow.brokenOff.length === 1)
  // No half of it could be taken for a message.
  expect(slow.brokenOff[0]).not.toContain('\r\n.\r\n')

  clock.advance(24 * 60 * MINUTE)
  await waitFor('the whole message', () => slow.contents.length === 1, 60_000)
  const sum = (text: string) => createHash('sha256').update(text).digest('hex')
  const arrived = slow.contents[0] ?? ''
  // What Mailroom puts in front of it is its own.
  expect(sum(arrived.slice(arrived.indexOf('Subject: large')))).toBe(sum(body))
  await waitFor('the result', async () => (await state())?.state === 'delivered')
})

/** Takes a message as it comes once it is well; until then its window is full, and it reads when it is told to. */
class SlowReader {
  #isWell = false
  readonly contents: string[] = []
  /** What had been read of messages that did not come to their end. */
  readonly brokenOff: string[] = []
  readonly #server = createServer((socket) => this.#converse(socket))
  #paused: Socket | null = null

  static async start(): Promise<SlowReader> {
    const reader = new SlowReader()
    await new Promise<void>((resolve) => reader.#server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void reader.#server.close())
    return reader
  }

  get port(): number {
    const address = this.#server.address()
    return typeof address === 'object' && address ? address.port : 0
  }

  /** Content has come, and is not read on. */
  get isFull(): boolean {
    return (this.#paused?.readableLength ?? 0) > 0
  }

  readAnOctet(): void {
    this.#paused?.read(1)
  }

  /** Reads on; what was sent until then is looked at when the connection ends. */
  recover(): void {
    this.#isWell = true
    const socket = this.#paused
    let rest = ''
    socket?.on('data', (text: string) => {
      rest += text
    })
    socket?.on('close', () => this.brokenOff.push(rest))
    socket?.resume()
  }

  #converse(socket: Socket): void {
    let line = ''
    let content: string[] | null = null
    onTestFinished(() => void socket.destroy())
    socket.on('error', () => undefined)
    socket.setEncoding('latin1')
    socket.write('220 slow.test ESMTP\r\n')
    const take = (text: string) => {
      if (content) {
        content.push(text)
        const end = content.slice(-2).join('')
        if (!end.endsWith('\r\n.\r\n')) return
        this.contents.push(content.join('').slice(0, -3))
        content = null
        return socket.write('250 2.0.0 Taken\r\n')
      }
      line += text
      for (let end = line.indexOf('\r\n'); end >= 0; end = line.indexOf('\r\n')) {
        const command = line.slice(0, end)
        line = line.slice(end + 2)
        socket.write(command === 'DATA' ? '354 Go on\r\n' : '250 2.0.0 Yes\r\n')
        if (command !== 'DATA') continue
        content = []
        if (!this.#isWell) {
          socket.off('data', take)
          socket.pause()
          // From now on only what is asked for leaves the buffer, and the system fills it up again.
          socket.read(0)
          this.#paused = socket
        }
      }
      return undefined
    }
    socket.on('data', take)
  }
}
