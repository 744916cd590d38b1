/** What is left and offered after a crash has no secrets: output, log, files of the folder, the bundle for whoever helps. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { MailroomProcess } from '../support/mailroom-process.ts'
import { ScriptedSmtpPeer } from '../support/scripted-smtp-peer.ts'
import { filesOf, findSecrets, lineOfKey } from '../support/secret-trail.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { TestAuthority } from '../support/test-certificate.ts'
import { waitFor } from '../support/wait-for.ts'

const SECRETS = {
  'account password': 'Marker-account-4711',
  'mistyped password': 'Marker-mistyped-0815',
  'route password': 'Marker-route-password',
}

/** At SIGUSR2 the worker that writes throws, as by a fault of its own: the program ends with exit code 1. */
const CRASHING = {
  ...process.env,
  NODE_OPTIONS: `--import ${new URL('../faults/support/worker-killer.mjs', import.meta.url)}`,
  FAULT_WORKER: 'storage-writer',
}

if (process.platform === 'win32')
  console.log('Crashes are not tried: the test causes them by a signal, which Windows does not have.')

test.skipIf(process.platform === 'win32')(
  'headless and as the desktop’s engine: a crash leaves no password, key or token in output, log, files and bundle, and no report',
  {
    timeout: 90_000,
  },
  async () => {
    const tls = await (await TestAuthority.create()).issue({ names: ['127.0.0.1'] })
    const hop = await ScriptedSmtpPeer.start({ tls, extensions: ['AUTH PLAIN'] })
    const data = await temporaryFolder()
    const port = await freePort()
    const first = await MailroomProcess.start({
      data,
      config: configuration(port, hop.port, tls),
      env: CRASHING,
    })
    onTestFinished(() => first.kill())
    await signIn(port)
    await waitFor('mail at the next hop', () => hop.messages.length === 1)
    const names = await namesIn(data)
    process.kill(first.pid, 'SIGUSR2')
    expect(await first.ended).toBe(1)
    const token = first.ready.token
    const output = first.output.replace(`"token":"${token}"`, '')
    expect(output).toMatch(/told to die by a test/)

    const engine = await crashAsDesktop(data, () => signIn(port))
    expect(await readFile(join(data, 'engine.log'), 'utf8')).toMatch(/told to die by a test/)
    expect(await namesIn(data)).toEqual([...names, 'engine.log'].sort())

    const helped = await MailroomProcess.start({ data })
    onTestFinished(() => helped.kill())
    const bundle = JSON.stringify(await helped.call('GET', '/support-bundle'))
    expect(bundle).toMatch(/told to die by a test/)
    const { stdout, stderr } = await helped.cli('support-bundle', '--print')
    await helped.kill()
    const secrets = {
      ...SECRETS,
      'console token': token,
      'TLS key': lineOfKey(tls.key),
      'key of the key file': (await readFile(join(data, 'secret.key'), 'utf8')).trim(),
    }
    const said = { output, engine, bundle, command: stdout + stderr }
    expect(findSecrets(said, secrets)).toEqual([])
    const { 'secret.key': _, 'engine.json': place, ...files } = await filesOf(data)
    expect(place).toBeDefined()
    expect(findSecrets(files, secrets)).toEqual([])
  },
)

test('nothing in the program makes a report of a crash that could be written or sent', async () => {
  const found: string[] = []
  for (const folder of ['main', 'renderer', 'shared'])
    for (const file of await readdir(folder, { recursive: true }))
      if (/\.tsx?$/.test(file)) {
        const source = await readFile(join(folder, file), 'utf8')
        if (/crashReporter|process\.report\b|report-on-|writeHeapSnapshot/.test(source)) found.push(file)
      }
  expect(found).toEqual([])
})

function configuration(listening: number, port: number, tls: { cert: string; key: string }) {
  const auth = { kind: 'password' as const, username: 'office', password: SECRETS['route password'] }
  const route = { kind: 'smarthost' as const, host: '127.0.0.1', tls: 'required-unverified' as const }
  return {
    hostname: 'relay.office.test',
    console: { port: 0 },
    certificate: { kind: 'pem' as const, certificate: tls.cert, key: tls.key },
    listeners: [{ name: 'in', port: listening, authInClear: true, trustedNetworks: ['127.0.0.0/8'] }],
    accounts: [{ username: 'scanner', password: SECRETS['account password'] }],
    routes: [{ ...route, name: 'hop', port, auth }],
    rules: [{ name: 'all', action: { kind: 'route' as const, route: 'hop' } }],
  }
}

/** Mistyped first, then right, with a message. */
async function signIn(port: number): Promise<void> {
  const client = await SmtpClient.connect({ port })
  await client.reply()
  await client.expect('EHLO device.office.test', '250')
  const plain = (password: string) => `AUTH PLAIN ${Buffer.from(`\0scanner\0${password}`).toString('base64')}`
  await client.expect(plain(SECRETS['mistyped password']), '535')
  await client.expect(plain(SECRETS['account password']), '235')
  await client.expect('MAIL FROM:<a@office.test>', '250')
  await client.expect('RCPT TO:<b@far.test>', '250')
  await client.expect('DATA', '354')
  await client.expect('From: a@office.test\r\nSubject: x\r\n\r\nx\r\n.', '250')
  await client.expect('QUIT', '221')
}

/** The engine process in plain Node, as the desktop forks it; resolves with its output when it has crashed. */
async function crashAsDesktop(folder: string, use: () => Promise<void>): Promise<string> {
  const local = (path: string) => new URL(path, import.meta.url)
  const child = fork(fileURLToPath(local('../../main/engine-process.ts')), [], {
    execArgv: ['--import', local('../faults/support/parent-port.mjs').href],
    env: CRASHING,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  const running = new Promise<void>((resolve, reject) => {
    child.on('message', ({ kind, message }: { kind: string; message?: string }) => {
      if (kind === 'running') resolve()
      if (kind === 'failed') reject(new Error(message))
    })
  })
  child.send({ kind: 'start', folder, secrets: 'key-file' })
  await running
  await use()
  const exit = once(child, 'exit')
  child.kill('SIGUSR2')
  expect((await exit)[0]).toBe(1)
  return output
}

/** Without the database's own files of a moment. */
async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => !/-(?:wal|shm|journal)$/.test(name)).sort()
}
