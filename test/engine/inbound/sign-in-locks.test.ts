import { expect, test } from 'vitest'
import type { UsageRow } from '../../../main/engine/storage/storage.ts'
import { base64, type InboundSite, inboundSite, LISTENER } from '../../support/inbound-site.ts'
import { SmtpClient } from '../../support/smtp-client.ts'
import { waitFor } from '../../support/wait-for.ts'
import { whileTimePasses } from '../../support/while-time-passes.ts'

const ACCOUNTS = [
  { username: 'scanner', password: 'correct horse' },
  { username: 'anna', password: 'battery staple' },
]
const OFFICE = '127.0.0.5'
const WORDS = '535 5.7.8 User name or password is not right, or the account is disabled'

function site(signIn: Record<string, unknown> = {}, usage: readonly UsageRow[] = []): Promise<InboundSite> {
  return inboundSite({
    usage,
    accounts: ACCOUNTS,
    config: {
      listeners: [{ ...LISTENER, trustedNetworks: ['127.0.0.0/8'], authInClear: true }],
      limits: { signIn: { failures: 3, clientFailures: 6, ...signIn } },
    },
  })
}

async function connect(office: InboundSite, localAddress = OFFICE): Promise<SmtpClient> {
  const client = await SmtpClient.connect({ port: office.port(), localAddress })
  await client.reply()
  await client.expect('EHLO client.test', '250')
  return client
}

/** A session of its own for each try; answers what was said to it. */
async function signIn(office: InboundSite, username: string, password: string, from = OFFICE) {
  const client = await connect(office, from)
  const reply = client.send(`AUTH PLAIN ${base64(`\0${username}\0${password}`)}`)
  const { raw } = await whileTimePasses(office.clock, reply)
  client.end()
  return raw
}

test('answers to failures grow slower; others of the same address are served meanwhile', async () => {
  const office = await site()
  const guesser = await connect(office)
  await guesser.expect(`AUTH PLAIN ${base64('\0scanner\0guess')}`, WORDS)
  const started = office.clock.now()
  let answered = false
  const slow = guesser.send(`AUTH PLAIN ${base64('\0scanner\0guess')}`).then((reply) => {
    answered = true
    return reply
  })
  const anna = await connect(office)
  await anna.expect(`AUTH PLAIN ${base64('\0anna\0battery staple')}`, '235')
  await anna.expect('NOOP', '250')
  expect(answered).toBe(false)
  expect((await whileTimePasses(office.clock, slow)).raw).toContain(WORDS)
  expect(office.clock.now() - started).toBeGreaterThanOrEqual(1_000)
})

test('a locked account hears the words of a wrong password, with the right one too, until the lock is over', async () => {
  const office = await site()
  for (let time = 0; time < 3; time += 1) expect(await signIn(office, 'scanner', 'guess')).toContain(WORDS)
  expect(await signIn(office, 'scanner', 'correct horse')).toContain(WORDS)
  expect(await signIn(office, 'anna', 'battery staple')).toMatch(/^235/)
  expect(await signIn(office, 'scanner', 'correct horse', '127.0.0.6')).toMatch(/^235/)
  expect(office.limits.signIns.locks()).toMatchObject([
    { kind: 'account-from-client', account: 'scanner', client: OFFICE, failures: 3 },
  ])
  expect(office.audit).toMatchObject([
    { actor: 'mailroom', action: 'sign-in locked', detail: { account: 'scanner', client: OFFICE } },
  ])
  office.clock.advance(15 * 60_000)
  expect(await signIn(office, 'scanner', 'correct horse')).toMatch(/^235/)
})

test('a client that guesses names is sent away at AUTH with 421; who signed in from there lately is not', async () => {
  const office = await site()
  expect(await signIn(office, 'anna', 'battery staple')).toMatch(/^235/)
  for (let time = 0; time < 6; time += 1)
    expect(await signIn(office, `name${time}`, 'guess')).toContain(WORDS)
  expect(await signIn(office, 'scanner', 'correct horse')).toMatch(
    /^421 4\.7\.0 Too many failed sign-ins came from 127\.0\.0\.5; signing in goes on at \d\d:\d\d/,
  )
  expect(await signIn(office, 'anna', 'battery staple')).toMatch(/^235/)
  expect(await signIn(office, 'scanner', 'correct horse', '127.0.0.6')).toMatch(/^235/)
  const [lock] = office.limits.signIns.locks()
  office.limits.signIns.release(lock?.id ?? '')
  expect(await signIn(office, 'scanner', 'correct horse')).toMatch(/^235/)
})

test('mail without AUTH goes on from a client that is locked', async () => {
  const office = await site()
  for (let time = 0; time < 6; time += 1) await signIn(office, `name${time}`, 'guess')
  const client = await connect(office)
  await client.expect('MAIL FROM:<a@office.test>', '250')
  await client.expect('RCPT TO:<user@elsewhere.test>', '250')
})

test('an account that many clients guess is locked but where it was used lately', async () => {
  const office = await site()
  expect(await signIn(office, 'scanner', 'correct horse')).toMatch(/^235/)
  for (let host = 11; host < 17; host += 1)
    expect(await signIn(office, 'scanner', 'guess', `127.0.0.${host}`)).toContain(WORDS)
  expect(await signIn(office, 'scanner', 'correct horse', '127.0.0.77')).toContain(WORDS)
  expect(await signIn(office, 'scanner', 'correct horse')).toMatch(/^235/)
  expect(await signIn(office, 'anna', 'battery staple', '127.0.0.77')).toMatch(/^235/)
})

test('after a start, where an account sent mail from within a day counts as used lately', async () => {
  const hour = Date.UTC(2026, 0, 5, 8)
  const sent = { account: 'scanner', network: null, client: OFFICE, hour, messages: 1, recipients: 1 }
  const office = await site({}, [sent])
  for (let time = 0; time < 6; time += 1) await signIn(office, `name${time}`, 'guess')
  expect(await signIn(office, 'scanner', 'correct horse')).toMatch(/^235/)
  expect(await signIn(office, 'anna', 'battery staple')).toMatch(/^421/)
})

test('guesses that are checked at the same time get no further than those one after the other', async () => {
  const office = await site()
  const guessers = await Promise.all(Array.from({ length: 5 }, () => connect(office)))
  const replies = guessers.map((client, index) =>
    client.send(`AUTH PLAIN ${base64(`\0scanner\0${index === 4 ? 'correct horse' : 'guess'}`)}`),
  )
  await waitFor('the lock', () => office.limits.signIns.locks()[0])
  const answers = await whileTimePasses(office.clock, Promise.all(replies))
  expect(answers.map(({ raw }) => raw.slice(0, 9))).toEqual(Array(5).fill('535 5.7.8'))
  // Those beyond lock nobody out elsewhere: they are not counted.
  expect(office.limits.signIns.locks()).toMatchObject([{ kind: 'account-from-client', failures: 3 }])
  office.limits.signIns.failed('scanner', '127.0.0.6')
  office.limits.signIns.failed('scanner', '127.0.0.7')
  expect(office.limits.signIns.locks()).toHaveLength(1)
})

test('only so many answers of one client wait; who does not wait for them is sent away', async () => {
  const office = await site({ failures: 100, clientFailures: 1_000 })
  await signIn(office, 'scanner', 'guess')
  const guessers = await Promise.all(Array.from({ length: 8 }, () => connect(office)))
  const raws: string[] = []
  const replies = guessers.map(async (client) => {
    const { raw } = await client.send(`AUTH PLAIN ${base64('\0scanner\0guess')}`)
    raws.push(raw.slice(0, 9))
  })
  await waitFor('those beyond', () => raws.length === 3)
  await whileTimePasses(office.clock, Promise.all(replies))
  expect(raws).toEqual([...Array(3).fill('421 4.7.0'), ...Array(5).fill('535 5.7.8')])
})
