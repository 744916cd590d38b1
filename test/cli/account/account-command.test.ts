import { expect, onTestFinished, test } from 'vitest'
import { withRights } from '../../../main/cli/account/rights-options.ts'
import { base64 } from '../../support/inbound-site.ts'
import { MailroomProcess } from '../../support/mailroom-process.ts'
import { SmtpClient } from '../../support/smtp-client.ts'
import { TEST_LISTENER } from '../../support/temporary-engine.ts'

test('what a change leaves out stays, "none" takes away', () => {
  const before = {
    allowedSenders: ['a@b.test'],
    limits: { messagesPerHour: 5 },
    maxSize: '1MiB',
    disabled: true,
  }
  expect(withRights(before, { messagesPerDay: 9 })).toEqual({
    allowedSenders: ['a@b.test'],
    allowedFrom: ['*'],
    allowedNetworks: [],
    limits: { messagesPerHour: 5, messagesPerDay: 9 },
    maxSize: '1MiB',
    disabled: true,
    cramMd5: false,
  })
  const changed = withRights(before, { maxSize: null, messagesPerHour: null, enable: true, senders: [] })
  expect(changed).toMatchObject({ allowedSenders: [], limits: {}, disabled: false })
  expect(changed).not.toHaveProperty('maxSize')
})

test('accounts, app passwords, networks and locks by the command line', { timeout: 90_000 }, async () => {
  const mailroom = await MailroomProcess.start({
    config: {
      hostname: 'relay.office.test',
      console: { port: 0 },
      listeners: [{ ...TEST_LISTENER, authInClear: true }],
      networks: [{ name: 'copiers', addresses: ['127.0.0.2'], tolerate: ['bare-line-ends'] }],
      limits: { signIn: { failures: 1 } },
    },
  })
  onTestFinished(() => mailroom.stop())
  const ok = async (...args: string[]) => {
    const { code, stdout, stderr } = await mailroom.cli(...args)
    if (code !== 0) throw new Error(`${args.join(' ')}: ${stderr}`)
    return stdout
  }
  const json = async (...args: string[]) => JSON.parse(await ok(...args, '--json'))
  const signIn = async (username: string, password: string) => {
    const client = await SmtpClient.connect({ port: mailroom.port() })
    await client.reply()
    await client.expect('EHLO x', '250')
    return (await client.send(`AUTH PLAIN ${base64(`\0${username}\0${password}`)}`)).code
  }

  const { password } = await json(
    'account',
    'add',
    'scanner',
    '--senders',
    '*@office.test',
    '--messages-per-hour',
    '5',
  )
  const app = await json('account', 'app-password', 'add', 'scanner', 'copier, cellar')
  expect([await signIn('scanner', password), await signIn('scanner', app.password)]).toEqual([235, 235])
  await ok('account', 'set', 'scanner', '--max-size', '1MiB', '--expires', '2099-12-31')
  expect(await json('account', 'show', 'scanner')).toMatchObject({
    allowedSenders: ['*@office.test'],
    limits: { messagesPerHour: 5 },
    maxSize: '1MiB',
    appPasswords: [{ name: 'copier, cellar', lastUsedAt: expect.any(Number) }],
    usage: { messagesLastHour: 0 },
    limitReached: null,
  })
  expect(await ok('account', 'list')).toMatch(
    /^scanner {2}enabled until 2099-12-31|^scanner {2}enabled until 2100-01-01/,
  )
  await ok('account', 'app-password', 'revoke', 'scanner', 'copier, cellar')
  expect(await signIn('scanner', app.password)).toBe(535)

  const locks = await json('lock', 'list')
  expect(locks).toMatchObject([{ kind: 'account-from-client', account: 'scanner', client: '127.0.0.1' }])
  expect(await signIn('scanner', password)).toBe(535)
  expect(await ok('status')).toContain('Signing in as "scanner" from 127.0.0.1 is locked until')
  expect(await ok('lock', 'release', locks[0].id)).toBe(`Lock ${locks[0].id} is released.\n`)
  expect(await ok('lock', 'list')).toBe('Nothing is locked.\n')
  expect(await signIn('scanner', password)).toBe(235)
  expect((await mailroom.cli('lock', 'release', '77')).code).toBe(1)

  expect(await ok('network', 'list')).toBe('copiers  on  127.0.0.2  sends as *  legacy: bare-line-ends\n')
  expect((await mailroom.cli('account', 'show', 'nobody')).code).toBe(1)
  expect((await mailroom.cli('account', 'add', 'x', '--messages-per-day', 'many')).code).toBe(2)
  await ok('account', 'remove', 'scanner')
  expect(await ok('account', 'list')).toBe('No accounts.\n')
})
