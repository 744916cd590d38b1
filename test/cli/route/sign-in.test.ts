/** `mailroom route sign-in` beside a running engine and a real OpenID provider. */
import { spawn } from 'node:child_process'
import { createSecureContext } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { BrowsingPerson } from '../../support/browsing-person.ts'
import { MailroomProcess } from '../../support/mailroom-process.ts'
import { DESKTOP, OpenIdProvider } from '../../support/open-id-provider.ts'
import { waitFor } from '../../support/wait-for.ts'

const MAILBOX = 'office@provider.test'
const PROGRAM = fileURLToPath(new URL('../../../main/cli/mailroom.ts', import.meta.url))

test('prints the address, waits for the browser, and says who signed in', async () => {
  const { mailroom, person } = await site()
  const command = signIn(mailroom)
  await person.signIn(await command.address())
  expect(await command.ended).toBe(0)
  expect(command.output()).toContain(`Signed in as ${MAILBOX}.`)
  expect(await signInState(mailroom)).toBe('signed-in')
  expect((await mailroom.cli('route', 'sign-out', 'provider')).stdout).toContain('signed out')
  expect(await signInState(mailroom)).toBe('needed')
}, 60_000)

test('takes the address that a browser on another computer ended at', async () => {
  const { mailroom, person } = await site()
  const command = signIn(mailroom)
  const address = await command.address()
  person.unreachable = `http://127.0.0.1:${new URL(redirectOf(address)).port}`
  const ended = await person.signIn(address)
  command.type('http://elsewhere.test/?code=1')
  await waitFor('a remark', () => command.output().includes('not the address that is waited for'))
  command.type(ended.href)
  expect(await command.ended).toBe(0)
  expect(await signInState(mailroom)).toBe('signed-in')
}, 60_000)

test('says that a route signs in otherwise, or is not there', async () => {
  const { mailroom } = await site()
  expect(await mailroom.cli('route', 'sign-in', 'sandbox')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('does not sign in with OAuth2'),
  })
  expect(await mailroom.cli('route', 'sign-in', 'gone')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('There is no route "gone"'),
  })
}, 60_000)

async function site() {
  const provider = await OpenIdProvider.start({ certificate: null })
  const mailroom = await MailroomProcess.start({
    config: {
      hostname: 'relay.office.test',
      console: { port: 0 },
      listeners: [],
      routes: [
        {
          name: 'provider',
          kind: 'smarthost',
          host: 'smtp.provider.test',
          auth: {
            kind: 'oauth2',
            provider: 'custom',
            username: MAILBOX,
            clientId: DESKTOP,
            issuer: provider.issuer,
          },
        },
        { name: 'sandbox', kind: 'capture' },
      ],
    },
  })
  onTestFinished(() => mailroom.stop())
  return { mailroom, person: new BrowsingPerson(MAILBOX, () => createSecureContext()) }
}

function signIn(mailroom: MailroomProcess) {
  const child = spawn(process.execPath, [PROGRAM, 'route', 'sign-in', 'provider', '--data', mailroom.data])
  onTestFinished(() => void child.kill())
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  return {
    output: () => output,
    address: () => waitFor('an address', () => /^http\S+authorize\S+|^http\S+\/auth\?\S+/m.exec(output)?.[0]),
    type: (line: string) => child.stdin.write(`${line}\n`),
    ended: new Promise<number | null>((resolve) => child.on('close', resolve)),
  }
}

async function signInState(mailroom: MailroomProcess): Promise<string> {
  const { stdout } = await mailroom.cli('status', '--json')
  return JSON.parse(stdout).routes[0].signIn.state
}

function redirectOf(address: string): string {
  return new URL(address).searchParams.get('redirect_uri') ?? ''
}
