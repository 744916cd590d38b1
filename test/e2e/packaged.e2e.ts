// The application as electron-builder packs it. Its fuses keep Playwright out, so it is driven as its users drive it:
// by SMTP, and by the command line on the same data folder.

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { expect, test } from '@playwright/test'
import { createTransport } from 'nodemailer'
import { freePort } from '../support/free-port.ts'
import { MailroomProcess } from '../support/mailroom-process.ts'
import { Server } from '../support/run-program.ts'
import { waitFor } from '../support/wait-for.ts'

const executable = process.env.MAILROOM_PACKED ?? ''
test.skip(executable === '', 'MAILROOM_PACKED names no packed application; npm test -- --packaged makes one')

let folder = ''

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailroom-packaged-'))
})

test.afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

test('runs only its own code: each fuse is as it should be, and none is left unsaid', async () => {
  const { version: _, resetAdHocDarwinSignature: __, ...fuses } = await getCurrentFuseWire(executable)
  const states = Object.entries(fuses).map(([fuse, state]) => [
    FuseV1Options[Number(fuse)],
    FuseState[Number(state)],
  ])
  // Of no concern here: how WebAssembly finds the end of its memory, and only newer Electrons know of it.
  const { WasmTrapHandlers: _wasm, ...named } = Object.fromEntries(states)
  expect(named).toEqual({
    RunAsNode: 'DISABLE',
    EnableCookieEncryption: 'ENABLE',
    EnableNodeOptionsEnvironmentVariable: 'DISABLE',
    EnableNodeCliInspectArguments: 'DISABLE',
    EnableEmbeddedAsarIntegrityValidation: 'ENABLE',
    OnlyLoadAppFromAsar: 'ENABLE',
    LoadBrowserProcessSpecificV8Snapshot: 'DISABLE',
    GrantFileProtocolExtraPrivileges: 'DISABLE',
  })
})

test('takes over the data folder of a headless Mailroom, delivers a message, and stops in order', async () => {
  const data = join(folder, 'data')
  const mailboxes = join(folder, 'mailboxes')
  const port = await freePort()
  await configureHeadless(data, mailboxes, port)

  const debugging = await freePort()
  const application = new Server(executable, [`--remote-debugging-port=${debugging}`, ...switches(data)])
  try {
    await test.step('accepts a message', () => submit(port))
    await test.step('delivers it', async () => {
      const [mail] = await waitFor('the message in its mailbox', () => delivered(mailboxes), 20_000)
      expect(mail).toContain('Subject: from the packed application')
    })
    await test.step('has no debugger, although one was asked for', () =>
      expect(fetch(`http://127.0.0.1:${debugging}/json`)).rejects.toThrow('fetch failed'))
  } finally {
    await stop(application)
    test.info().annotations.push({ type: 'output', description: application.output.slice(-4_000) })
  }
  expect(application.child.exitCode).toBe(0)
})

/** One folder can move from headless to the desktop; this also sets the port, which must not be anyone's. */
async function configureHeadless(data: string, mailboxes: string, port: number): Promise<void> {
  const headless = await MailroomProcess.start({
    data,
    config: {
      hostname: 'packed.test',
      console: { host: '127.0.0.1', port: await freePort() },
      listeners: [{ name: 'lan', host: '127.0.0.1', port, trustedNetworks: ['127.0.0.0/8'] }],
      routes: [{ name: 'mailboxes', kind: 'maildir', path: mailboxes }],
      rules: [{ name: 'all', match: {}, action: { kind: 'route', route: 'mailboxes' } }],
    },
  })
  await headless.stop()
}

function switches(data: string): string[] {
  const sandbox = process.platform === 'linux' ? ['--no-sandbox', '--disable-gpu'] : []
  return [...sandbox, `--user-data-dir=${join(folder, 'user-data')}`, '--data', data]
}

async function submit(port: number): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, tls: { rejectUnauthorized: false } })
  const send = () =>
    transport
      .sendMail({
        from: 'scanner@packed.test',
        to: 'anna@packed.test',
        subject: 'from the packed application',
        text: 'Hello.',
      })
      .then(({ response }) => response)
      .catch((error: NodeJS.ErrnoException) => {
        // Not listening yet.
        if (error.code === 'ECONNREFUSED' || error.code === 'ESOCKET') return undefined
        throw error
      })
  expect(await waitFor('the listener', send, 30_000)).toMatch(/^250/)
}

/** In order within the ten seconds that it is given, as a service manager would do it. */
async function stop(application: Server): Promise<void> {
  const timer = setTimeout(() => application.child.kill('SIGKILL'), 12_000)
  await application.stop()
  clearTimeout(timer)
}

/** The files of every Maildir below the folder. */
async function delivered(mailboxes: string): Promise<string[] | null> {
  const names = await readdir(mailboxes, { recursive: true }).catch(() => [])
  const mails = names.filter((name) => /[/\\]new[/\\]./.test(`/${name}`))
  return mails.length > 0 ? Promise.all(mails.map((name) => readFile(join(mailboxes, name), 'utf8'))) : null
}
