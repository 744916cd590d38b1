import { expect, test } from 'vitest'
import type { EtrnAnswer, EtrnRequest } from '../../../main/engine/inbound/inbound.ts'
import { greetedClient } from '../../support/inbound-client.ts'
import { inboundSite, LISTENER } from '../../support/inbound-site.ts'
import { SmtpClient } from '../../support/smtp-client.ts'

const ROUTE = {
  name: 'branch',
  kind: 'mx',
  waitForEtrn: { clients: ['127.0.0.5'] },
}

async function site(answer: EtrnAnswer | Error, routes: unknown[] = [ROUTE]) {
  const asked: EtrnRequest[] = []
  const made = await inboundSite({
    config: { routes, listeners: [{ ...LISTENER, trustedNetworks: ['127.0.0.1'] }] },
    etrn: async (request) => {
      asked.push(request)
      if (answer instanceof Error) throw answer
      return answer
    },
  })
  return { made, asked }
}

const started = (messages: number): EtrnAnswer => ({ kind: 'started', messages })

test.each([
  [started(3), '253 2.0.0 3 pending messages for branch.test started'],
  [started(1), '253 2.0.0 1 pending message for branch.test started'],
  [started(0), '250 2.0.0 Mail for branch.test is started'],
  [{ kind: 'nothing' } as const, '251 2.0.0 No mail waits for branch.test'],
  [{ kind: 'unknown-domain' } as const, '459 4.7.1 Node branch.test is not allowed'],
  [{ kind: 'not-allowed' } as const, '459 4.7.1 Node branch.test is not allowed'],
  [new Error('worker gone'), '458 4.3.0 Mail for branch.test could not be started now'],
])('%j is answered %s', async (answer, reply) => {
  const { made, asked } = await site(answer)
  const client = await greetedClient(made)
  await client.expect('ETRN branch.test', reply)
  expect(asked).toEqual([{ domain: 'branch.test', client: '127.0.0.1', privileged: true }])
})

test.each([
  ['ETRN', '500 5.5.4'],
  ['ETRN two words', '501 5.5.4'],
  ['ETRN [192.0.2.1]', '501 5.5.4'],
  ['ETRN #', '501 5.5.4'],
])('%s is answered %s, and nobody is asked', async (line, beginning) => {
  const { made, asked } = await site(started(1))
  const client = await greetedClient(made)
  await client.expect(line, beginning)
  expect(asked).toEqual([])
})

test('@ before a domain and # before a route are for the queue to read', async () => {
  const { made, asked } = await site(started(1))
  const client = await greetedClient(made)
  await client.expect('ETRN @büro.test', '253')
  await client.expect('ETRN #branch', '253')
  expect(asked.map(({ domain }) => domain)).toEqual(['@büro.test', '#branch'])
})

test('only clients that are trusted, have signed in or are listed may ask', async () => {
  const { made, asked } = await site(started(1))
  const stranger = await greetedClient(made, { localAddress: '127.0.0.8' })
  await stranger.expect('ETRN branch.test', '459 4.7.1')
  expect(asked).toEqual([])
  const listed = await greetedClient(made, { localAddress: '127.0.0.5' })
  await listed.expect('ETRN branch.test', '253')
  expect(asked).toEqual([{ domain: 'branch.test', client: '127.0.0.5', privileged: false }])
})

test('it has its place between messages, after EHLO, where a route waits', async () => {
  const { made } = await site(started(1))
  const early = await SmtpClient.connect({ port: made.port() })
  await early.reply()
  await early.expect('ETRN branch.test', '503 5.5.1')
  await early.expect('HELO x', '250')
  await early.expect('ETRN branch.test', '503 5.5.1')
  const client = await greetedClient(made)
  await client.expect('MAIL FROM:<a@office.test>', '250')
  await client.expect('ETRN branch.test', '503 5.5.1')
  const { made: without } = await site(started(1), [{ name: 'direct', kind: 'mx' }])
  await (await greetedClient(without)).expect('ETRN branch.test', '502 5.5.1')
})
