/** Too many, too slow, half gone: honest clients are served all the same, limits hold, and nothing half is kept. */
import { readdir } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { residentMemory } from '../bench/process-tree.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { waitFor } from '../support/wait-for.ts'
import { faultChance } from './support/fault-chance.ts'
import { faultRounds } from './support/fault-rounds.ts'
import { whyNoFurtherLoopback } from './support/loopback-addresses.ts'
import { TornMailroom } from './support/torn-mailroom.ts'

const CONFIG = { localDomains: ['office.test'], rules: [{ name: 'keep', action: { kind: 'hold' } } as const] }
/** MiB. It levelled off at 471 when 326,000 connections had come and gone, 5,000 a second. */
const MOST_MEMORY = 600

const oneAddress = await whyNoFurtherLoopback()
if (oneAddress !== null) console.log(`Floods are not tried: ${oneAddress}.`)
const several = test.skipIf(oneAddress !== null)
/** Another client than those that are up to no good. */
const HONEST = oneAddress === null ? '127.0.0.2' : '127.0.0.1'

several(
  '2,000 connections at once are greeted, one more is served, and all of it is given back',
  async () => {
    const listener = { maxConnections: 2_500 }
    const mailroom = await TornMailroom.start({ config: CONFIG, listener })
    const crowd = new Crowd(mailroom.port)
    await Promise.all(Array.from({ length: 2_000 }, (_, index) => crowd.join(`127.1.0.${1 + (index % 40)}`)))
    await waitFor('all greetings', () => crowd.greeted === 2_000, 60_000)
    expect(await sendHonestly(mailroom.port)).toMatch(/^250/)
    expect(await memory(mailroom)).toBeLessThan(MOST_MEMORY)
    crowd.leave()
    await waitFor('an empty listener', async () => (await connections(mailroom)) === 0, 60_000)
  },
)

several('one client that opens 600 connections gets its 100; others are served', async () => {
  const mailroom = await TornMailroom.start({ config: CONFIG })
  const crowd = new Crowd(mailroom.port)
  await Promise.all(Array.from({ length: 600 }, () => crowd.join('127.1.0.1')))
  await waitFor('an answer for everyone', () => crowd.greeted + crowd.turnedAway === 600, 60_000)
  expect(crowd.greeted).toBe(100)
  expect(crowd.words).toMatch(/^421 4\.7\.0 127\.1\.0\.1 has 100 connections open already/)
  expect(await sendHonestly(mailroom.port)).toMatch(/^250/)
})

several(
  'strangers who hold every connection, an octet a second in commands and in messages, lose them to honest ones',
  async () => {
    const mailroom = await TornMailroom.start({ config: CONFIG, listener: { trustedNetworks: [] } })
    const crowd = new Crowd(mailroom.port)
    // Each comes back as soon as it is turned out.
    for (let index = 0; index < 700; index++)
      crowd.drip(`127.1.0.${1 + (index % 10)}`, index % 2 === 0 ? 'command' : 'content')
    await waitFor('a full listener', async () => (await connections(mailroom)) >= 500, 60_000)
    const honest = faultRounds({ short: 2, long: 20 })
    for (let count = 0; count < honest; count++)
      await waitFor(
        'room for an honest client',
        async () => /^250/.test(await sendHonestly(mailroom.port).catch(String)),
        60_000,
      )
    expect(await connections(mailroom)).toBeLessThanOrEqual(500)
    expect(await memory(mailroom)).toBeLessThan(MOST_MEMORY)
    crowd.leave()
    await waitFor('an empty listener', async () => (await connections(mailroom)) === 0, 60_000)
    expect(await held(mailroom)).toHaveLength(honest)
  },
)

test('of messages that break off, by a close, a half-close or a reset, nothing is kept', async () => {
  const chance = faultChance('broken messages')
  const mailroom = await TornMailroom.start({ config: CONFIG })
  const rounds = faultRounds({ short: 60, long: 1_000 })
  const content = Buffer.from(`Subject: half\r\n\r\n${`${'x'.repeat(76)}\r\n`.repeat(4_000)}`)
  for (let round = 0; round < rounds; round++) {
    const client = await begin(mailroom.port)
    await client.expect('DATA', '354')
    client.write(content.subarray(0, chance.between(0, content.length)))
    const end = chance.between(0, 2)
    if (end === 0) client.socket.destroy()
    else if (end === 1) client.end()
    else client.socket.resetAndDestroy()
  }
  await waitFor('an empty listener', async () => (await connections(mailroom)) === 0, 60_000)
  expect(await sendHonestly(mailroom.port)).toMatch(/^250/)
  expect(await held(mailroom)).toHaveLength(1)
  const files = await readdir(join(mailroom.data, 'bodies'), { recursive: true, withFileTypes: true }).catch(
    () => [],
  )
  expect(files.filter((entry) => entry.isFile())).toEqual([])
})

/** Many clients that are up to no good; they go with the test. */
class Crowd {
  greeted = 0
  turnedAway = 0
  /** What the last that was turned away heard. */
  words = ''
  readonly #port: number
  readonly #sockets = new Set<Socket>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #left = false

  constructor(port: number) {
    this.#port = port
    onTestFinished(() => this.leave())
  }

  /** Connects, listens and says nothing. */
  join(localAddress: string): Promise<Socket> {
    const socket = connect({ port: this.#port, host: '127.0.0.1', localAddress })
    this.#sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => this.#sockets.delete(socket))
    socket.setEncoding('latin1').once('data', (text: string) => {
      if (text.startsWith('220')) this.greeted += 1
      else this.turnedAway += 1
      if (!text.startsWith('220')) this.words = text
    })
    return new Promise((resolve) => {
      socket.once('connect', () => resolve(socket))
      socket.once('close', () => resolve(socket))
    })
  }

  /** Says an octet a second, and comes back whenever it is turned out. */
  drip(localAddress: string, where: 'command' | 'content'): void {
    if (this.#left) return
    void this.join(localAddress).then((socket) => {
      if (where === 'content')
        socket.write('EHLO x\r\nMAIL FROM:<a@far.test>\r\nRCPT TO:<b@office.test>\r\nDATA\r\n')
      const timer = setInterval(() => socket.write('x'), 1_000)
      this.#timers.add(timer)
      const again = () => {
        clearInterval(timer)
        this.#timers.delete(timer)
        setTimeout(() => this.drip(localAddress, where), 1_000)
      }
      if (socket.destroyed) again()
      else socket.once('close', again)
    })
  }

  leave(): void {
    this.#left = true
    for (const timer of this.#timers) clearInterval(timer)
    for (const socket of this.#sockets) socket.destroy()
  }
}

async function begin(port: number): Promise<SmtpClient> {
  const client = await SmtpClient.connect({ port, localAddress: HONEST })
  const { raw } = await client.reply()
  if (!raw.startsWith('220')) throw new Error(raw)
  await client.expect('EHLO honest.test', '250')
  await client.expect('MAIL FROM:<a@office.test>', '250')
  await client.expect('RCPT TO:<b@office.test>', '250')
  return client
}

/** The last reply. */
async function sendHonestly(port: number): Promise<string> {
  const client = await begin(port)
  await client.expect('DATA', '354')
  const { raw } = await client.send('Subject: honest\r\n\r\nText\r\n.')
  await client.send('QUIT')
  client.end()
  return raw
}

async function connections(mailroom: TornMailroom): Promise<number> {
  return (await mailroom.status()).listeners.reduce((sum, listener) => sum + listener.connections, 0)
}

function held(mailroom: TornMailroom) {
  return mailroom.process.queue()
}

/** MiB; 0 where the system does not tell. */
async function memory(mailroom: TornMailroom): Promise<number> {
  const mebibytes = process.platform === 'linux' ? await residentMemory(mailroom.process.pid) : 0
  console.log(`resident memory: ${Math.round(mebibytes)} MiB`)
  return mebibytes
}
