import { describe, expect, it } from 'vitest'
import { answerEtrn } from '../../../main/engine/queue/answer-etrn.ts'
import { type ConfigInput, configSchema } from '../../../shared/domain/config.ts'
import { waitFor } from '../../support/wait-for.ts'
import { temporaryQueue } from './temporary-queue.ts'

const BRANCH: ConfigInput = {
  routes: [
    {
      name: 'branch',
      kind: 'smarthost',
      host: 'mail.branch.test',
      waitForEtrn: { clients: ['192.0.2.0/24'] },
    },
    { name: 'provider', kind: 'smarthost', host: 'smtp.provider.test' },
  ],
  rules: [
    {
      name: 'branch',
      match: { recipientDomains: ['branch.test', '*.branch.test'] },
      action: { kind: 'route', route: 'branch' },
    },
    { name: 'rest', action: { kind: 'route', route: 'provider' } },
  ],
}

describe('a route that waits for ETRN', () => {
  it('keeps its mail until the office asks, and delivers all of it then', async () => {
    const queue = await temporaryQueue({ config: BRANCH })
    const ids = [
      await queue.receive({ to: ['a@branch.test'] }),
      await queue.receive({ to: ['b@branch.test'] }),
    ]
    const first = await queue.reaches(ids[0] ?? '', 'deferred')
    expect(first.recipients[0]).toMatchObject({ attempts: 0, route: 'branch' })
    expect(first.events.at(-1)).toMatchObject({
      kind: 'Wait',
      reply: { text: 'Waits until branch.test asks with ETRN.' },
    })
    await queue.reaches(ids[1] ?? '', 'deferred')
    expect(queue.delivery.attempts).toEqual([])
    expect(await queue.queue.startWaiting(['branch'], null)).toBe(2)
    for (const id of ids) await queue.reaches(id, 'delivered')
    const late = await queue.receive({ to: ['c@branch.test'] })
    await queue.reaches(late, 'deferred')
    expect(queue.delivery.to('c@branch.test')).toEqual([])
  })

  it('starts only the domain that is asked for', async () => {
    const queue = await temporaryQueue({ config: BRANCH })
    const asked = await queue.receive({ to: ['a@branch.test'] })
    const other = await queue.receive({ to: ['a@sub.branch.test'] })
    for (const id of [asked, other]) await queue.reaches(id, 'deferred')
    expect(await queue.queue.startWaiting(['branch'], ['branch.test'])).toBe(1)
    await queue.reaches(asked, 'delivered')
    expect((await queue.message(other)).recipients[0]?.state).toBe('deferred')
    expect(await queue.queue.startWaiting(['branch'], ['branch.test', '*.branch.test'])).toBe(1)
    await queue.reaches(other, 'delivered')
  })

  it('takes what comes while it is being drained', async () => {
    const queue = await temporaryQueue({ config: BRANCH })
    queue.delivery.script = () => null
    const first = await queue.receive({ to: ['a@branch.test'] })
    await queue.reaches(first, 'deferred')
    await queue.queue.startWaiting(['branch'], null)
    const attempt = await queue.attempted('a@branch.test')
    await queue.receive({ to: ['b@branch.test'] })
    ;(await queue.attempted('b@branch.test')).answer('250 Taken')
    attempt.answer('250 Taken')
    await queue.reaches(first, 'delivered')
  })

  it('waits again once its host fails', async () => {
    const queue = await temporaryQueue({ config: BRANCH })
    const id = await queue.receive({ to: ['a@branch.test'] })
    await queue.reaches(id, 'deferred')
    queue.delivery.script = () => 'connection refused'
    await queue.queue.startWaiting(['branch'], null)
    await waitFor('the failure', async () => (await queue.kinds(id)).includes('TransientFailure'))
    queue.delivery.script = () => '250 Taken'
    queue.clock.advance(2 * 60_000)
    await waitFor('it to wait again', async () => (await queue.kinds(id)).at(-1) === 'Wait')
    expect(queue.delivery.attempts).toHaveLength(1)
    expect((await queue.message(id)).recipients[0]?.lastReply?.text).toBe(
      'Waits until branch.test asks with ETRN.',
    )
  })

  it('gives up what nobody asked for in time', async () => {
    const queue = await temporaryQueue({ config: { ...BRANCH, retry: { expireAfter: '1d' } } })
    const id = await queue.receive({ to: ['a@branch.test'] })
    await queue.reaches(id, 'deferred')
    queue.clock.advance(24 * 3_600_000)
    await queue.reaches(id, 'expired')
  })
})

describe('the answer to ETRN', () => {
  const { rules, routes } = configSchema.parse(BRANCH)
  const calls: unknown[] = []
  const ask = (domain: string, options: { privileged?: boolean; client?: string; waiting?: number } = {}) => {
    const { privileged = false, client = '192.0.2.7', waiting = 0 } = options
    return answerEtrn({ domain, client, privileged }, { rules, routes }, async (names, domains) => {
      calls.push([names, domains])
      return waiting
    })
  }

  it('is how many messages were started', async () => {
    expect(await ask('Branch.test', { waiting: 3 })).toEqual({ kind: 'started', messages: 3 })
    expect(calls.at(-1)).toEqual([['branch'], ['branch.test']])
  })

  it('is that nothing waits, for a domain that the route serves', async () => {
    expect(await ask('branch.test')).toEqual({ kind: 'nothing' })
    expect(await ask('sub.branch.test')).toEqual({ kind: 'nothing' })
  })

  it('covers all below a domain with "@", and a whole route with "#"', async () => {
    expect(await ask('@branch.test')).toEqual({ kind: 'nothing' })
    expect(calls.at(-1)).toEqual([['branch'], ['branch.test', '*.branch.test']])
    expect(await ask('#branch')).toEqual({ kind: 'nothing' })
    expect(calls.at(-1)).toEqual([['branch'], null])
    expect(await ask('#provider')).toEqual({ kind: 'unknown-domain' })
  })

  it('is that the domain is not known', async () => {
    expect(await ask('customer.test')).toEqual({ kind: 'unknown-domain' })
  })

  it('tells strangers nothing', async () => {
    expect(await ask('branch.test', { client: '198.51.100.1' })).toEqual({ kind: 'not-allowed' })
    expect(await ask('customer.test', { client: '198.51.100.1' })).toEqual({ kind: 'not-allowed' })
    expect(await ask('branch.test', { client: '198.51.100.1', privileged: true })).toEqual({
      kind: 'nothing',
    })
  })
})
