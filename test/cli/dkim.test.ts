import { expect, onTestFinished, test } from 'vitest'
import { MailroomProcess } from '../support/mailroom-process.ts'
import { TEST_LISTENER } from '../support/temporary-engine.ts'

test('a key is made, shown, activated and removed from the command line', { timeout: 90_000 }, async () => {
  const mailroom = await MailroomProcess.start({
    config: { hostname: 'relay.office.test', console: { port: 0 }, listeners: [TEST_LISTENER] },
  })
  onTestFinished(() => mailroom.stop())
  const dkim = (...args: string[]) => mailroom.cli('dkim', ...args)

  const made = await dkim('generate', 'office.test', 'a', 'ed25519', '--json')
  const { record } = JSON.parse(made.stdout)
  expect((await dkim('record', 'office.test', 'a')).stdout).toBe(
    `  name   ${record.name}\n  value  ${record.value}\n`,
  )
  expect((await dkim('activate', 'office.test', 'a')).stdout).toBe('The key "a" for office.test signs now.\n')
  expect((await dkim('list')).stdout).toMatch(/office\.test +a +ed25519 +active\n/)
  const refused = await dkim('remove', 'office.test', 'a')
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('deactivate it first')])
  expect((await dkim('deactivate', 'office.test', 'a')).code).toBe(0)
  expect((await dkim('remove', 'office.test', 'a')).code).toBe(0)
  expect((await dkim('list')).stdout).toContain('There is no DKIM key')
})
