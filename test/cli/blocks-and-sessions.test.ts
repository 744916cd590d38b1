import { expect, onTestFinished, test } from 'vitest'
import { MailroomProcess } from '../support/mailroom-process.ts'
import { runProgram } from '../support/run-program.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { TEST_LISTENER } from '../support/temporary-engine.ts'

const run = (args: string[]) => runProgram(process.execPath, ['main/cli/mailroom.ts', ...args])

test('a client is blocked and let in again; sessions are found, read and ended', {
  timeout: 90_000,
}, async () => {
  const mailroom = await MailroomProcess.start({
    config: { hostname: 'relay.office.test', console: { port: 0 }, listeners: [TEST_LISTENER] },
  })
  onTestFinished(() => mailroom.stop())
  const data = ['--data', mailroom.data]
  expect((await run(['block', 'list', ...data])).stdout).toBe('Nobody is blocked.\n')
  const own = await run(['block', 'add', '127.0.0.0/8', ...data])
  expect(own).toMatchObject({ code: 1 })
  expect(own.stderr).toContain('an address of this computer')
  const added = await run(['block', 'add', '203.0.113.9', '--for', '2h', '--note', 'guesses', ...data])
  expect(added.stdout).toMatch(/^203\.0\.113\.9 is blocked until /)
  expect((await run(['block', 'list', ...data])).stdout).toContain('guesses')
  expect((await run(['block', 'remove', '203.0.113.9', ...data])).code).toBe(0)
  expect((await run(['block', 'remove', '203.0.113.9', ...data])).code).toBe(1)

  const client = await SmtpClient.connect({ port: mailroom.ready.listeners[0]?.port ?? 0 })
  await client.reply()
  await client.expect('EHLO scanner', '250')
  const found = await run(['session', 'list', 'outcome:live', 'EHLO', '--json', ...data])
  const [session] = JSON.parse(found.stdout) as Array<{ id: string }>
  const id = session?.id ?? ''
  expect((await run(['session', 'show', id, ...data])).stdout).toMatch(/ C: EHLO scanner\n/)
  expect((await run(['session', 'disconnect', id, ...data])).code).toBe(0)
  expect((await client.reply()).raw).toContain('421 4.3.2')
  await client.closed()
  expect((await run(['session', 'disconnect', id, ...data])).stderr).toContain('has ended already')
  expect((await run(['session', 'list', 'code:421', ...data])).stdout).toContain(id)
  expect((await run(['session', 'list', 'code:99', ...data])).code).toBe(2)
})
