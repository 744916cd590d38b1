import { expect, onTestFinished, test } from 'vitest'
import type { ConfigInput } from '../../../shared/domain/config.ts'
import { freePort } from '../../support/free-port.ts'
import { MailroomProcess } from '../../support/mailroom-process.ts'
import { runProgram } from '../../support/run-program.ts'
import { ScriptedSmtpPeer } from '../../support/scripted-smtp-peer.ts'
import { sendMail } from '../../support/send-mail.ts'
import { TEST_LISTENER } from '../../support/temporary-engine.ts'
import { waitFor } from '../../support/wait-for.ts'

async function serve(routes: NonNullable<ConfigInput['routes']>): Promise<MailroomProcess> {
  const mailroom = await MailroomProcess.start({
    config: {
      hostname: 'relay.office.test',
      console: { port: 0 },
      listeners: [TEST_LISTENER],
      routes,
      rules: [{ name: 'rest', action: { kind: 'route', route: 'provider' } }],
    },
  })
  onTestFinished(() => mailroom.stop())
  return mailroom
}

test('routes are listed, tested with their conversation, paused, and added from a preset', {
  timeout: 60_000,
}, async () => {
  const peer = await ScriptedSmtpPeer.start()
  const dead = await freePort()
  const mailroom = await serve([
    { name: 'provider', kind: 'smarthost', host: '127.0.0.1', port: peer.port, tls: 'never' },
    { name: 'dead', kind: 'smarthost', host: '127.0.0.1', port: dead, tls: 'never' },
    { name: 'keep', kind: 'hold' },
  ])
  const route = (...args: string[]) => mailroom.cli('route', ...args)

  expect((await route('list')).stdout.split('\n')[0]).toBe(
    `provider  smart host 127.0.0.1:${peer.port}  0 waiting  ready`,
  )
  const tested = await route('test', 'provider')
  expect(tested.code).toBe(0)
  expect(tested.stdout.split('\n').slice(0, 2)).toEqual(['< 220 peer.test ESMTP', '> EHLO relay.office.test'])
  expect(tested.stdout).toContain('Connected to [127.0.0.1] without TLS. The route works.')
  expect(await route('test', 'dead')).toMatchObject({ code: 1, stdout: expect.stringContaining('refused') })
  expect(await route('test', 'keep')).toMatchObject({ code: 0 })
  expect(await route('show', 'nothing')).toMatchObject({
    code: 1,
    stderr: 'mailroom: There is no route "nothing". There are "provider", "dead", "keep".\n',
  })

  expect((await route('pause', 'provider')).stdout).toBe('Route "provider" is paused.\n')
  expect((await route('list')).stdout).toMatch(/^provider .* paused$/m)
  expect((await route('resume', 'provider')).code).toBe(0)

  const secret = { input: 'correct horse\n' }
  const program = (...args: string[]) =>
    runProgram(process.execPath, ['main/cli/mailroom.ts', 'route', ...args, '--data', mailroom.data], secret)
  expect((await program('add', 'ses', '--preset', 'amazon-ses')).code).toBe(2)
  const added = await program(
    ...['add', 'ses', '--preset', 'amazon-ses', '--set', 'region=eu-west-3'],
    ...['--username', 'AKIA', '--password-stdin'],
  )
  expect(added).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('email-smtp.eu-west-3.amazonaws.com'),
  })
  const shown = JSON.parse((await route('show', 'ses', '--json')).stdout)
  expect(shown).toMatchObject({ preset: 'amazon-ses', pacing: { recipientsPerMessage: 50 } })
  expect(JSON.stringify(shown)).not.toContain('horse')
})

test('an open circuit is shown, waits, and is closed by hand', { timeout: 60_000 }, async () => {
  let up = false
  const peer = await ScriptedSmtpPeer.start({
    answer: ({ verb }) => (verb === 'GREETING' && !up ? '421 4.3.2 Down for repairs' : undefined),
  })
  const mailroom = await serve([
    {
      name: 'provider',
      kind: 'smarthost',
      host: '127.0.0.1',
      port: peer.port,
      tls: 'never',
      circuit: { failures: 1, pause: '1h' },
      retry: { schedule: ['1s'] },
    },
  ])
  await sendMail(mailroom.port())
  const show = async () => (await mailroom.cli('route', 'show', 'provider')).stdout
  await waitFor(
    'the circuit',
    async () => (await show()).includes(`Host 127.0.0.1:${peer.port}: open until`),
    20_000,
  )
  expect(await show()).toContain('answered 421 4.3.2 Down for repairs')
  expect((await mailroom.cli('status')).stdout).toContain('! No host of the route "provider" can be used')
  up = true
  expect((await mailroom.cli('route', 'close-circuit', 'provider')).code).toBe(0)
  await waitFor('the mail', () => peer.messages.length === 1, 20_000)
  expect((await mailroom.cli('route', 'close-circuit', 'other')).code).toBe(1)
})
