import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { MailroomProcess } from '../support/mailroom-process.ts'
import { runProgram } from '../support/run-program.ts'
import { TEST_LISTENER } from '../support/temporary-engine.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const MAILROOM = 'main/cli/mailroom.ts'
const run = (args: string[], input = '') => runProgram(process.execPath, [MAILROOM, ...args], { input })

async function serve(route = true, data?: string): Promise<MailroomProcess> {
  const port = await freePort()
  const mailroom = await MailroomProcess.start({
    data: data ?? (await temporaryFolder()),
    config: {
      hostname: 'relay.office.test',
      console: { port: 0 },
      listeners: [TEST_LISTENER],
      ...(route
        ? {
            routes: [{ name: 'provider', kind: 'smarthost', host: '127.0.0.1', port, tls: 'never' }],
            rules: [{ name: 'rest', action: { kind: 'route', route: 'provider' } }],
          }
        : {}),
    },
  })
  onTestFinished(() => mailroom.stop())
  return mailroom
}

test('a queue is looked at and changed, first with the engine running, then with none', {
  timeout: 90_000,
}, async () => {
  const mailroom = await serve(false)
  const data = ['--data', mailroom.data]
  for (const to of ['a@far.test', 'b@near.test']) {
    const sent = await run(['sendmail', '-f', 'me@office.test', ...data, to], `Subject: To ${to}\n\nHi\n`)
    expect(sent).toEqual({ code: 0, stdout: '', stderr: '' })
  }
  const [second, first] = await mailroom.queue()
  expect([first?.subject, second?.subject]).toEqual(['To a@far.test', 'To b@near.test'])
  const id = first?.id ?? ''
  expect((await mailroom.queue('--domain', 'near.test')).map((row) => row.id)).toEqual([second?.id])
  const shown = await mailroom.cli('queue', 'show', id.toLowerCase())
  expect(shown.stdout).toContain('a@far.test: held, 0 tries')
  expect(shown.stdout).not.toMatch(/ $/m)
  const raw = await mailroom.cli('queue', 'export', id)
  expect(raw.stdout).toMatch(/^Received: by relay\.office\.test \(Mailroom\)/)

  await mailroom.stop()
  const deleted = await run(['queue', 'delete', '--domain', 'near.test', '--json', ...data])
  expect(JSON.parse(deleted.stdout)).toEqual({ changed: 1, unchanged: 0 })
  const folder = join(await temporaryFolder(), 'out')
  expect((await run(['queue', 'export', '--all', '--output', folder, ...data])).code).toBe(0)
  expect((await readdir(folder)).sort()).toEqual([`${id}.eml`, `${id}.json`, `${second?.id}.json`].sort())
  const later = await run(['sendmail', ...data, 'c@far.test'], 'x\n')
  expect(later.code).toBe(0)
  expect(
    JSON.parse((await run(['queue', 'list', '--state', 'queued', '--json', ...data])).stdout),
  ).toHaveLength(1)
})

test('exit codes say what kind of failure it was', { timeout: 60_000 }, async () => {
  const empty = join(await temporaryFolder(), 'nothing')
  const codes = async (...args: string[]) => (await run([...args, '--data', empty], 'x')).code
  expect(await codes('queue', 'list')).toBe(69)
  expect(await codes('console')).toBe(69)
  expect(await codes('sendmail', 'a@far.test')).toBe(69)
  expect(await codes('queue', 'delete')).toBe(69)
  expect(await codes('queue', 'list', '--state', 'wrong')).toBe(2)
  expect(await codes('queue', 'list', '--limit', 'x')).toBe(2)
  expect(await codes('sendmail', '-Z')).toBe(64)
  expect((await run(['sendmail', '-bs'])).stderr).toBe(
    'sendmail: The mode -bs is not part of this sendmail: it only hands mail in. See "mailroom sendmail --help".\n',
  )
  expect(await run(['config', 'check', empty])).toMatchObject({
    code: 1,
    stderr: `mailroom: There is no file ${empty}.\n`,
  })
  expect((await run(['nonsense'])).code).toBe(2)
  expect((await run(['--help'])).code).toBe(0)
  await expect(stat(empty)).rejects.toThrow()
})

test('nothing is selected by accident', { timeout: 60_000 }, async () => {
  const { data } = await serve()
  expect((await run(['queue', 'delete', '--data', data])).code).toBe(2)
  expect((await run(['queue', 'delete', '--all', '--state', 'held', '--data', data])).code).toBe(2)
  expect((await run(['queue', 'hold', '0AM1N84RG00', '--data', data])).code).toBe(1)
  expect((await run(['queue', 'hold', 'no-id', '--data', data])).code).toBe(2)
  expect((await run(['sendmail', '--data', data], 'x')).code).toBe(65)
  expect((await run(['sendmail', '--data', data, 'a b@far.test'], 'x')).code).toBe(65)
})

test('one part of the configuration is shown, set, added and taken out; secrets stay', {
  timeout: 60_000,
}, async () => {
  const data = await temporaryFolder()
  const config = (...args: string[]) => run(['config', ...args, '--data', data])
  const route = {
    name: 'provider',
    kind: 'smarthost',
    host: 'smtp.test',
    auth: { kind: 'password', username: 'u', password: 'p' },
  }
  expect((await config('set', 'routes[+]', JSON.stringify(route))).code).toBe(0)
  expect((await config('set', 'routes[provider].pacing.messagesPerMinute', '30')).code).toBe(0)
  expect((await config('set', 'limits.signIn.lockFor', '1h')).code).toBe(0)
  const shown = await config('get', 'routes[provider]')
  expect(JSON.parse(shown.stdout)).toMatchObject({ host: 'smtp.test', pacing: { messagesPerMinute: 30 } })
  expect(shown.stdout).not.toContain('"p"')
  const refused = await config('set', 'limits.signIn.failures', '0')
  expect(refused.code).toBe(1)
  expect(refused.stderr).toContain('limits.signIn.failures')
  expect((await config('unset', 'limits.signIn.lockFor')).code).toBe(0)
  expect(JSON.parse((await config('get', 'limits.signIn.lockFor')).stdout)).toBe('15m')
  expect((await config('get', 'nothing')).code).toBe(1)
})

test('the configuration goes out, is checked, and comes in again', { timeout: 60_000 }, async () => {
  const mailroom = await serve()
  const file = join(await temporaryFolder(), 'config.json')
  expect((await mailroom.cli('config', 'export', '--output', file)).code).toBe(0)
  expect((await run(['config', 'check', file])).code).toBe(0)
  await mailroom.stop()
  const other = join(await temporaryFolder(), 'data')
  expect((await run(['config', 'import', file, '--data', other])).code).toBe(0)
  const exported = await run(['config', 'export', '--data', other])
  expect(JSON.parse(exported.stdout)).toEqual(JSON.parse(await readFile(file, 'utf8')))

  await writeFile(
    file,
    JSON.stringify({
      routes: [{ kind: 'mx', name: 'a' }],
      rules: [{ name: 'r', action: { kind: 'route', route: 'b' } }],
    }),
  )
  const check = await run(['config', 'check', file])
  expect(check).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('rules.0.action.route: There is no route "b"'),
  })
  const refused = await run(['serve', '--data', other, '--config', file])
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('rules.0.action.route') })
})

test('a second engine on the folder is refused by name of the first', { timeout: 60_000 }, async () => {
  const mailroom = await serve()
  const second = await run(['serve', '--data', mailroom.data, '--json'])
  expect(second.code).toBe(69)
  expect(second.stderr).toContain(`(process ${mailroom.pid})`)
})

test('engine.json is for the owner only, and goes with the engine', { timeout: 60_000 }, async () => {
  const mailroom = await serve()
  const file = join(mailroom.data, 'engine.json')
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
    pid: mailroom.pid,
    url: mailroom.ready.console,
    token: mailroom.ready.token,
  })
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
  await mailroom.stop()
  await expect(stat(file)).rejects.toThrow()
})

test('console prints a link that signs in', { timeout: 60_000 }, async () => {
  const mailroom = await serve()
  const { stdout } = await mailroom.cli('console')
  const url = new URL(stdout.trim())
  const response = await fetch(new URL('/session', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: url.hash.replace('#token=', '') }),
  })
  expect(response.status).toBe(204)
})
