import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { MailroomProcess } from '../support/mailroom-process.ts'
import { TEST_LISTENER } from '../support/temporary-engine.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitFor } from '../support/wait-for.ts'

const CONFIG = { hostname: 'relay.office.test', console: { port: 0 }, listeners: [TEST_LISTENER] }

test('backup, change, restore: the engine starts anew in place, and the audit knows', {
  timeout: 90_000,
}, async () => {
  const console = { port: await freePort() }
  const mailroom = await MailroomProcess.start({ config: { ...CONFIG, console } })
  onTestFinished(() => mailroom.stop())
  const made = JSON.parse((await mailroom.cli('backup', 'create', '--json')).stdout)
  await mailroom.cli('config', 'set', 'hostname', 'other.office.test')
  const restored = await mailroom.cli('backup', 'restore', made.name)
  expect([restored.code, restored.stderr]).toEqual([0, ''])
  await waitFor('the old host name', async () => {
    const { stdout } = await mailroom.cli('config', 'get', 'hostname')
    return stdout.includes('relay.office.test')
  })
  const answers = () => mailroom.call('GET', '/status').then(Boolean, () => false)
  await waitFor('the engine that started anew', answers)
  // Whoever was signed in still is: the window that asked for the restore comes back by itself.
  expect(await mailroom.call('GET', '/status')).toBeTruthy()
  const list = await mailroom.cli('backup', 'list')
  expect(list.stdout).toContain('before-restore')
  const audit = await mailroom.cli('audit', '--text', 'backup')
  expect(audit.stdout).toMatch(/cli {2}backup restored/)
})

test('secrets travel sealed with a passphrase', { timeout: 90_000 }, async () => {
  const route = {
    name: 'provider',
    kind: 'smarthost' as const,
    host: 'smtp.provider.test',
    auth: { kind: 'password' as const, username: 'u', password: 'the secret of the route' },
  }
  const mailroom = await MailroomProcess.start({ config: { ...CONFIG, routes: [route] } })
  onTestFinished(() => mailroom.stop())
  process.env.MAILROOM_PASSPHRASE = 'correct horse battery'
  onTestFinished(() => {
    delete process.env.MAILROOM_PASSPHRASE
  })
  const file = join(await temporaryFolder(), 'sealed.json')
  expect((await mailroom.cli('config', 'export', '--with-secrets', '--output', file)).code).toBe(0)
  const text = await readFile(file, 'utf8')
  expect(text).not.toContain('the secret of the route')
  expect(text).not.toContain('smtp.provider.test')
  process.env.MAILROOM_PASSPHRASE = 'another passphrase'
  const wrong = await mailroom.cli('config', 'import', file)
  expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('does not open this file')])
  process.env.MAILROOM_PASSPHRASE = 'correct horse battery'
  expect((await mailroom.cli('config', 'import', file)).code).toBe(0)
})
