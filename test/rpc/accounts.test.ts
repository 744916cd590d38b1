import { expect, test } from 'vitest'
import { base64 } from '../support/inbound-site.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { TEST_LISTENER, TemporaryEngine } from '../support/temporary-engine.ts'

const PASSWORD = 'correct horse'
const CONFIG = {
  listeners: [{ ...TEST_LISTENER, authInClear: true }],
  accounts: [{ username: 'scanner', password: PASSWORD, limits: { messagesPerHour: 1 } }],
}

async function signIn(engine: TemporaryEngine): Promise<SmtpClient> {
  const client = await SmtpClient.connect({ port: await engine.port() })
  await client.reply()
  await client.expect('EHLO x', '250')
  await client.expect(`AUTH PLAIN ${base64(`\0scanner\0${PASSWORD}`)}`, '235')
  return client
}

test('what an account has sent is told with the account, and counts after a restart', {
  timeout: 30_000,
}, async () => {
  const first = await TemporaryEngine.start({ config: CONFIG })
  const client = await signIn(first)
  for (const line of ['MAIL FROM:<a@office.test>', 'RCPT TO:<b@far.test>', 'RCPT TO:<c@far.test>'])
    await client.expect(line, '250')
  await client.expect('DATA', '354')
  await client.expect('Subject: x\r\n\r\nx\r\n.', '250')
  const told = {
    username: 'scanner',
    usage: { messagesLastHour: 1, messagesLastDay: 1, recipientsLastHour: 2, recipientsLastDay: 2 },
    limitReached: expect.stringMatching(/^1 of 1 messages this hour; goes on at \d\d:\d\d/),
  }
  expect(await first.client.accounts.list()).toMatchObject([told])
  expect((await first.client.system.status()).attention).toContainEqual(
    expect.objectContaining({ kind: 'limit', subject: 'scanner' }),
  )
  const offline = await first.restart({ mode: 'offline' })
  expect(await offline.client.accounts.list()).toMatchObject([told])
  const second = await offline.restart({ mode: 'serve' })
  expect(await second.client.accounts.list()).toMatchObject([told])
  await (await signIn(second)).expect('MAIL FROM:<a@office.test>', '450 4.7.1')
})

test('a lock is told, released and written down', { timeout: 30_000 }, async () => {
  const limits = { signIn: { failures: 1 } }
  const { client, engine } = await TemporaryEngine.start({ config: { ...CONFIG, limits } })
  engine.limits.signIns.failed('scanner', '192.0.2.1')
  const [lock] = await client.security.locks()
  expect(lock).toMatchObject({ kind: 'account-from-client', account: 'scanner', client: '192.0.2.1' })
  expect((await client.system.status()).attention).toContainEqual(
    expect.objectContaining({ kind: 'locked', subject: 'scanner' }),
  )
  await client.security.releaseLock({ id: lock?.id ?? '' })
  expect(await client.security.locks()).toEqual([])
  await expect(client.security.releaseLock({ id: lock?.id ?? '' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  expect((await engine.storage.listAudit(5)).map(({ actor, action }) => [actor, action])).toEqual(
    expect.arrayContaining([
      ['mailroom', 'sign-in locked'],
      ['test', 'sign-in lock released'],
    ]),
  )
})
