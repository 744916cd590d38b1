/** Guessing passwords and finding out names: every answer and its cost are the same, whoever is asked for. */
import type crypto from 'node:crypto'
import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { generateAppPassword, hashAppPassword } from '../../main/engine/config/app-password.ts'
import { greetedClient } from '../support/inbound-client.ts'
import { base64, cramMd5Response, type InboundSite, inboundSite, LISTENER } from '../support/inbound-site.ts'

const scrypt = vi.hoisted(() => ({ calls: [] as string[] }))

// Costs are counted, not timed: scrypt is all that takes long.
vi.mock('node:crypto', async (original) => {
  const real = await original<typeof crypto>()
  return {
    ...real,
    scrypt: (...given: Parameters<typeof crypto.scrypt>) => {
      const { N, r, p } = given[3] as crypto.ScryptOptions
      scrypt.calls.push(`N=${N} r=${r} p=${p} octets=${given[2]}`)
      real.scrypt(...given)
    },
  }
})

afterEach(() => {
  scrypt.calls.length = 0
})

const ACCOUNTS = [
  { username: 'scanner', password: 'right password' },
  { username: 'gone', password: 'right password', disabled: true },
  { username: 'elsewhere', password: 'right password', allowedNetworks: ['192.0.2.0/24'] },
  { username: 'digest', password: 'right password', sealedPassword: 'sealed', cramMd5: true },
]

const CASES = [
  ['a wrong password', 'scanner', 'wrong'],
  ['a name that does not exist', 'nobody', 'wrong'],
  ['a name in other letters', 'SCANNER', 'wrong'],
  ['a disabled account, even with the right password', 'gone', 'right password'],
  ['an account of other networks, even with the right password', 'elsewhere', 'right password'],
  ['an empty password', 'scanner', ''],
  ['a name with SQL in it', "' OR 1=1 --", 'wrong'],
] as const

async function office(signIn: object = {}): Promise<InboundSite> {
  const listeners = [{ ...LISTENER, authInClear: true }]
  const site = await inboundSite({ accounts: ACCOUNTS, config: { listeners, limits: { signIn } } })
  scrypt.calls.length = 0
  return site
}

async function attempt(site: InboundSite, name: string, password: string): Promise<string> {
  const client = await greetedClient(site)
  client.write(`AUTH PLAIN ${base64(`\0${name}\0${password}`)}\r\n`)
  return answer(site, client)
}

/** The clock moves until the answer, which is held back longer with each failure, is there. */
async function answer(site: InboundSite, client: Awaited<ReturnType<typeof greetedClient>>) {
  const pump = setInterval(() => site.clock.advance(1_000), 5)
  const { raw } = await client.reply()
  clearInterval(pump)
  return raw
}

describe('nothing tells whether a name exists', () => {
  test('not the reply', async () => {
    const replies = new Set<string>()
    for (const [, name, password] of CASES) replies.add(await attempt(await office(), name, password))
    expect([...replies]).toEqual([expect.stringMatching(/^535 5\.7\.8 /)])
  })

  test.each(CASES)(
    'not the cost: one hash of the same measure for %s, from the first try on',
    async (_, name, password) => {
      const site = await office()
      for (let tries = 0; tries < 3; tries += 1) {
        scrypt.calls.length = 0
        await attempt(site, name, password)
        expect(scrypt.calls).toEqual(['N=16384 r=8 p=1 octets=32'])
      }
    },
  )

  test('not the cost where hashes were imported that are cheaper, dearer or none, or with app passwords', async () => {
    const site = await office()
    const imported = (N: number) => `scrypt$${N}$8$1$${base64('salt of import')}$${base64('h'.repeat(32))}`
    const app = generateAppPassword({ next: () => 0.5, bytes: (count) => randomBytes(count) })
    const appPasswords = [
      { id: 'a', name: 'copier', hash: hashAppPassword(app), createdAt: 0, lastUsedAt: null },
    ]
    site.changeAccount('scanner', { passwordHash: imported(1_024) })
    site.changeAccount('elsewhere', { passwordHash: imported(32_768) })
    site.changeAccount('gone', { passwordHash: '', appPasswords })
    for (const [name, password] of [
      ['scanner', 'wrong'],
      ['elsewhere', 'wrong'],
      ['gone', 'wrong'],
      ['gone', app],
      ['digest', 'wrong'],
      ['nobody', 'wrong'],
    ] as const) {
      scrypt.calls.length = 0
      await attempt(site, name, password)
      expect([name, scrypt.calls.toSorted()]).toEqual([
        name,
        [1_024, 16_384, 32_768].map((N) => `N=${N} r=8 p=1 octets=32`),
      ])
    }
  })

  test('not CRAM-MD5, with which no hash is made for anybody', async () => {
    const site = await office()
    const replies = new Set<string>()
    for (const name of ['digest', 'scanner', 'nobody']) {
      const client = await greetedClient(site)
      const { raw } = await client.send('AUTH CRAM-MD5')
      client.write(`${cramMd5Response(name, 'wrong', raw.slice(4))}\r\n`)
      scrypt.calls.length = 0
      replies.add(await answer(site, client))
      expect(scrypt.calls).toEqual([])
    }
    expect([...replies]).toEqual([expect.stringMatching(/^535 5\.7\.8 /)])
  })

  test.each(['scanner', 'nobody'])('not the lock, which %s reaches after as many failures', async (name) => {
    const site = await office({ failures: 3 })
    const replies: string[] = []
    for (let tries = 0; tries < 5; tries += 1) replies.push(await attempt(site, name, `wrong ${tries}`))
    expect(new Set(replies).size).toBe(1)
    expect(site.limits.signIns.admits(name, '127.0.0.1').kind).toBe('account-locked')
    scrypt.calls.length = 0
    expect(await attempt(site, name, 'right password')).toBe(replies[0])
    expect(scrypt.calls).toEqual([])
  })

  test('not VRFY and EXPN', async () => {
    const client = await greetedClient(await office(), {
      localAddress: '127.0.0.8',
    })
    const exists = await client.send('VRFY scanner')
    expect((await client.send('VRFY nobody')).raw.replace('nobody', 'scanner')).toBe(exists.raw)
    const list = await client.send('EXPN scanner')
    expect((await client.send('EXPN nobody')).raw.replace('nobody', 'scanner')).toBe(list.raw)
  })
})

test('a client that tries many names is locked as a whole, and says so before any hash is made', async () => {
  const site = await office({ clientFailures: 4 })
  for (let tries = 0; tries < 4; tries += 1) await attempt(site, `name ${tries}`, 'wrong')
  scrypt.calls.length = 0
  expect(await attempt(site, 'scanner', 'right password')).toMatch(/^421 4\.7\.0 /)
  expect(scrypt.calls).toEqual([])
})

test('a password of a megabyte is no way to keep the processor busy', async () => {
  const site = await office()
  const client = await greetedClient(site)
  client.write(`AUTH PLAIN ${base64(`\0scanner\0${'x'.repeat(1_000_000)}`)}\r\n`)
  expect(await client.closed().catch(() => '')).not.toMatch(/^235/)
  expect(scrypt.calls).toEqual([])
})
