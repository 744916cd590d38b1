import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { describe, expect, test } from 'vitest'
import type { Engine } from '../../main/engine/running-engine.ts'
import { serveMessagePort } from '../../main/rpc/serve-message-port.ts'
import type { Client } from '../../shared/contract/contract.ts'
import { routeSchema } from '../../shared/domain/route.ts'
import { sendMail } from '../support/send-mail.ts'
import { TemporaryEngine } from '../support/temporary-engine.ts'
import { waitFor } from '../support/wait-for.ts'
import { transports } from './transports.ts'

const sandbox = routeSchema.parse({ name: 'sandbox', kind: 'capture' })

describe.each(Object.entries(transports))('the contract over %s', (_, connect) => {
  test('answers calls, keeps what is created, and parses what it is given', async () => {
    const { engine } = await TemporaryEngine.start()
    const { client } = await connect(engine)
    await client.routes.create({ item: sandbox })
    expect(await client.routes.list()).toEqual([sandbox])
    expect(await client.settings.get()).toMatchObject({ hostname: 'relay.office.test' })
    const { password } = await client.accounts.create({
      username: 'scanner',
      allowedSenders: ['*'],
      disabled: false,
      cramMd5: false,
    })
    expect(password).toHaveLength(23)
    const { id } = await client.queue.submit({
      sender: 'a@office.test',
      recipients: ['b@far.test'],
      base64: Buffer.from('Subject: Hi\n\n\u00e9\n').toString('base64'),
    })
    expect((await client.queue.get({ id })).message).toMatchObject({ subject: 'Hi', sender: 'a@office.test' })
    const source = await client.queue.source({ id })
    expect(Buffer.from(source.base64, 'base64').toString('utf8')).toContain('\r\n\r\n\u00e9\r\n')
  })

  test('expected failures arrive with code, sentence and fields; unexpected ones as internal and in the log', async () => {
    const temporary = await TemporaryEngine.start()
    const broken: Engine = { ...temporary.engine, status: () => Promise.reject(new Error('secret detail')) }
    const { client } = await connect(broken)
    await expect(client.queue.get({ id: '0AM1N84RG00' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      defined: true,
    })
    await client.routes.create({ item: sandbox })
    await expect(client.routes.create({ item: sandbox })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('"sandbox"'),
    })
    const rule = { name: 'r', action: { kind: 'route', route: 'gone' } } as const
    await expect(client.rules.create({ item: rule })).rejects.toMatchObject({
      code: 'INVALID',
      defined: true,
      data: { issues: [{ path: ['item', 'action', 'route'] }] },
    })
    await expect(client.routes.create({ item: { kind: 'mx', name: ' x', port: 0 } })).rejects.toMatchObject({
      code: 'INVALID',
      data: { issues: [{ path: ['item', 'name'] }, { path: ['item', 'port'] }] },
    })
    const stranger = { code: 'INVALID', message: expect.stringMatching(/first page/), defined: true }
    await expect(client.queue.list({ cursor: 'abc' })).rejects.toMatchObject(stranger)
    await expect(client.sessions.list({ cursor: 'abc' })).rejects.toMatchObject(stranger)
    const failure = await client.system.status().catch((error: Error) => error)
    expect(failure).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
    expect(String(failure)).not.toContain('secret detail')
    expect(temporary.logger.lines.at(-1)).toMatchObject({
      level: 'error',
      fields: { procedure: 'system.status', error: { message: 'secret detail' } },
    })
  })

  test('streams carry what happens, and leaving one disposes it on the other side', async () => {
    const temporary = await TemporaryEngine.start()
    let watching = 0
    const counted: Engine = {
      ...temporary.engine,
      async *watch(signal) {
        watching += 1
        try {
          yield* temporary.engine.watch(signal)
        } finally {
          watching -= 1
        }
      },
    }
    const { client } = await connect(counted)
    const stream = await client.system.events()
    const first = await stream.next()
    expect(first.value).toMatchObject({ seq: 0, status: { hostname: 'relay.office.test' } })
    await sendMail(await temporary.port())
    const subjects = new Set<string>()
    for await (const batch of stream) {
      for (const row of batch.messages) subjects.add(row.subject)
      if (subjects.has('Scan')) break
    }
    await waitFor('the end of the stream on the other side', () => watching === 0)
  })

  test('a session is watched live, line by line, to its end', async () => {
    const temporary = await TemporaryEngine.start()
    const { client } = await connect(temporary.engine)
    await sendMail(await temporary.port())
    const [session] = (await client.sessions.list({})).rows
    const lines: string[] = []
    for await (const batch of await client.sessions.watch({ id: session?.id ?? '' }))
      lines.push(...batch.lines.map((line) => line.text))
    expect(lines.some((line) => line.startsWith('MAIL FROM:<scanner@office.test>'))).toBe(true)
    await expect(client.sessions.watch({ id: '0AM1N84RG00' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe.each(Object.entries(transports).filter(([name]) => name === 'MessagePort' || name === 'WebSocket'))(
  'when the far side of the %s goes away',
  (_, connect) => {
    test('calls and streams that are going on are rejected, none is left hanging', async () => {
      const temporary = await TemporaryEngine.start()
      let asked = 0
      const stuck: Engine = {
        ...temporary.engine,
        status() {
          asked += 1
          return new Promise(() => {})
        },
      }
      const { client, cut } = await connect(stuck)
      const stream = await client.system.events()
      await stream.next()
      const pending = client.system.status()
      const next = stream.next()
      await waitFor('the call on the other side', () => asked === 1)
      cut?.()
      const [call, item] = await Promise.allSettled([pending, next])
      expect([call.status, item.status]).toEqual(['rejected', 'rejected'])
    })
  },
)

test('what a window sends and nobody can read is logged once, and the port goes on', async () => {
  const temporary = await TemporaryEngine.start()
  const { port1, port2 } = new MessageChannel()
  serveMessagePort(port1, { engine: temporary.engine, actor: 'window' })
  port1.start()
  for (const nonsense of ['{', '[]', '{"i":1}', 7, new Uint8Array([255, 1])]) port2.postMessage(nonsense)
  const client: Client = createORPCClient(new RPCLink({ port: port2 }))
  port2.start()
  expect(await client.routes.list()).toEqual([])
  expect(temporary.logger.lines.filter(({ message }) => message.includes('could not be read'))).toHaveLength(
    1,
  )
  port1.close()
})
