/** Secrets of every kind are set and used; afterwards nothing that Mailroom keeps, shows or writes has them. */
import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { generateDkimKeyPair } from '../../main/engine/content/dkim-key-pair.ts'
import { Site } from '../integration/oauth-site.ts'
import { MailroomProcess } from '../support/mailroom-process.ts'
import { DAEMON } from '../support/open-id-provider.ts'
import { ScriptedSmtpPeer } from '../support/scripted-smtp-peer.ts'
import { filesOf, findSecrets, lineOfKey } from '../support/secret-trail.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { TestAuthority } from '../support/test-certificate.ts'
import { waitFor } from '../support/wait-for.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')

const SECRETS = {
  'account password': 'Marker-account-4711',
  'mistyped password': 'Marker-mistyped-0815',
  'password of an unknown account': 'Marker-unknown-1234',
  'password without TLS': 'Marker-in-clear-5678',
  'token of a client': 'Marker-token-of-a-client',
  'route password': 'Marker-route-password',
  'password of a refusing route': 'Marker-refused-password',
  'passphrase of a sealed export': 'Marker-sealed-passphrase',
  'wrong passphrase': 'Marker-wrong-passphrase',
  'password in a configuration that is refused': 'Marker-refused-import',
}

const RUN = { timeout: 90_000 }

test(
  'passwords, keys and tokens that were set and used are found nowhere: not in logs, transcripts, files, backups, answers or output',
  RUN,
  async () => {
    const authority = await TestAuthority.create()
    const tls = await authority.issue({ names: ['127.0.0.1'] })
    const dkim = await generateDkimKeyPair('rsa-2048')
    const hop = await ScriptedSmtpPeer.start({ tls, extensions: ['AUTH PLAIN LOGIN'] })
    const echoes = await ScriptedSmtpPeer.start({
      tls,
      extensions: ['AUTH PLAIN'],
      answer: ({ verb, line }) => (verb === 'AUTH' ? `535 5.7.8 no such sign-in: ${line}` : undefined),
    })
    const mailroom = await MailroomProcess.start({
      config: configuration(hop.port, echoes.port, tls, dkim.privateKey),
    })
    try {
      const account = { username: 'scanner' }
      const app = await mailroom.call<{ password: string }>('POST', '/accounts/scanner/app-passwords', {
        ...account,
        name: 'copier',
      })
      const fresh = await mailroom.call<{ password: string }>('POST', '/accounts', { username: 'second' })
      await signInInEveryWay(mailroom, app.password)
      await waitFor('mail at the next hop', () => hop.messages.length === 1)
      await waitFor('a sign-in that was refused', () => echoes.commandsOf('AUTH')[0])
      expect(hop.messages[0]?.content).toContain('DKIM-Signature:')
      await exportAndRefuse(mailroom)
      await mailroom.call('POST', '/backups')

      const secrets = {
        ...SECRETS,
        'app password': app.password,
        'password that was made': fresh.password,
        'console token': mailroom.ready.token,
        'TLS key': lineOfKey(tls.key),
        'DKIM key': lineOfKey(dkim.privateKey),
      }
      const { answers, transcripts } = await everyAnswer(mailroom)
      expect(transcripts).toMatch(/AUTH PLAIN •••/)
      expect(findSecrets(answers, secrets)).toEqual([])
      expect(findSecrets(await everyOutput(mailroom), secrets)).toEqual([])
      // Killed, not stopped: the write-ahead log is still there.
      await mailroom.kill()
      const { 'engine.json': place, 'secret.key': key, ...files } = await filesOf(mailroom.data)
      expect(Object.keys(files).filter((name) => name.endsWith('-wal'))).not.toEqual([])
      expect(Object.keys(files).filter((name) => name.endsWith('unpacked'))).toHaveLength(1)
      const { 'console token': token, ...others } = secrets
      const secretKey = Buffer.from(key ?? '')
        .toString()
        .trim()
      expect(findSecrets(files, { ...secrets, 'the key of the key file': secretKey })).toEqual([])
      expect(findSecrets({ 'engine.json': place ?? '' }, others)).toEqual([])
      // Whoever starts it with --json asks for the console's token on its standard output.
      const output = mailroom.output.replace(`"token":"${token}"`, '')
      expect(output).toContain('"event":"ready"')
      expect(findSecrets({ output }, secrets)).toEqual([])
    } finally {
      await mailroom.kill()
      await rm(mailroom.data, { recursive: true, force: true })
    }
  },
)

test(
  'secrets and tokens of a provider, of sign-ins that work and that fail, are found nowhere',
  RUN,
  async () => {
    let good = true
    const site = await Site.start({
      auth: { grant: 'client-credentials', clientId: DAEMON.id, clientSecret: DAEMON.secret, scopes: [] },
      check: (who) => good && who === DAEMON.id,
    })
    await site.submit()
    await waitFor('mail at the provider', () => site.server.messages.length === 1)
    good = false
    site.server.dropAll()
    await site.submit()
    await waitFor('a token that is refused', () => site.server.signIns.some(({ accepted }) => !accepted))
    const { client, folder, logger } = site.engine
    await client.backups.create()
    const tokens = Object.fromEntries(
      site.server.signIns.map(({ token }, index) => [`token ${index}`, token]),
    )
    const secrets = { 'client secret': DAEMON.secret, ...tokens }
    const { rows } = await client.sessions.list({})
    const told = {
      sessions: JSON.stringify(await Promise.all(rows.map(({ id }) => client.sessions.get({ id })))),
      log: JSON.stringify(logger.lines, (_name, value) =>
        value instanceof Error ? String(value.stack) : value,
      ),
      routes: JSON.stringify(await client.routes.list()),
      configuration: JSON.stringify(await client.configuration.export()),
      status: JSON.stringify(await client.system.status()),
      audit: JSON.stringify(await client.audit.list({})),
      support: JSON.stringify(await client.support.bundle()),
    }
    expect(told.sessions).toContain('AUTH XOAUTH2 •••')
    expect(findSecrets(told, secrets)).toEqual([])
    expect(findSecrets(await filesOf(folder), secrets)).toEqual([])
  },
)

test('refresh and access tokens of a person’s sign-in are sealed in the folder', RUN, async () => {
  const site = await Site.start()
  await site.signIn()
  await site.submit()
  await waitFor('mail at the provider', () => site.server.messages.length === 1)
  const secrets = { access: site.server.signIns[0]?.token ?? '', refresh: site.provider.lastRefreshToken }
  expect(findSecrets(await filesOf(site.engine.folder), secrets)).toEqual([])
  expect(findSecrets({ log: JSON.stringify(site.engine.logger.lines) }, secrets)).toEqual([])
})

test(
  'a data folder that is copied without its key opens no secret, and says so; with the key file it opens them all',
  RUN,
  async () => {
    const authority = await TestAuthority.create()
    const tls = await authority.issue({ names: ['127.0.0.1'] })
    const hop = await ScriptedSmtpPeer.start({ tls, extensions: ['AUTH PLAIN'] })
    const { privateKey } = await generateDkimKeyPair('ed25519')
    const first = await MailroomProcess.start({ config: configuration(hop.port, hop.port, tls, privateKey) })
    const copy = join(await temporaryFolder(), 'copy')
    await first.kill()
    const passphrase = 'the thief has chosen this'
    const taken = async (without: boolean) => {
      await rm(copy, { recursive: true, force: true })
      await cp(first.data, copy, { recursive: true })
      if (without) await rm(join(copy, 'secret.key'))
      const thief = await MailroomProcess.start({ data: copy })
      try {
        const messages = hop.messages.length
        await thief.call('POST', '/queue', {
          sender: 'a@office.test',
          recipients: ['b@far.test'],
          base64: base64('From: a@office.test\r\nSubject: x\r\n\r\nx\r\n'),
        })
        const settled = () => hop.messages.length > messages || waitsForSecret(thief)
        await waitFor('mail that goes or cannot', settled)
        const sealed = await thief.call('POST', '/configuration/sealed', { passphrase }).catch(String)
        return {
          sent: hop.messages.length > messages,
          sealed: typeof sealed === 'string' ? sealed : 'opened',
        }
      } finally {
        await thief.kill()
      }
    }
    expect(await taken(true)).toEqual({
      sent: false,
      sealed: expect.stringContaining('This secret was sealed with another key: enter it again.'),
    })
    expect(await taken(false)).toEqual({ sent: true, sealed: 'opened' })
    await rm(first.data, { recursive: true, force: true })
  },
)

async function waitsForSecret(mailroom: MailroomProcess): Promise<boolean> {
  const { attention } = await mailroom.call<{ attention: { text: string }[] }>('GET', '/status')
  return attention.some(({ text }) => /enter|password|secret/i.test(text))
}

function configuration(
  port: number,
  echoing: number,
  tls: { cert: string; key: string },
  privateKey: string,
) {
  const route = { kind: 'smarthost' as const, host: '127.0.0.1', tls: 'required-unverified' as const }
  const auth = (password: string) => ({ kind: 'password' as const, username: 'office', password })
  return {
    hostname: 'relay.office.test',
    console: { port: 0 },
    certificate: { kind: 'pem' as const, certificate: tls.cert, key: tls.key },
    listeners: [
      { name: 'in', port: 0, authInClear: true, trustedNetworks: ['127.0.0.0/8'] },
      { name: 'tls', port: 0 },
    ],
    accounts: [{ username: 'scanner', password: SECRETS['account password'], cramMd5: true }],
    dkim: [
      {
        domain: 'office.test',
        selector: 'one',
        algorithm: dkimAlgorithm(privateKey),
        privateKey,
        active: true,
      },
    ],
    routes: [
      { ...route, name: 'hop', port, auth: auth(SECRETS['route password']) },
      { ...route, name: 'echoes', port: echoing, auth: auth(SECRETS['password of a refusing route']) },
    ],
    rules: [
      {
        name: 'refused',
        match: { recipients: ['*@refused.test'] },
        action: { kind: 'route' as const, route: 'echoes' },
      },
      { name: 'all', changes: [{ kind: 'dkim' as const }], action: { kind: 'route' as const, route: 'hop' } },
    ],
  }
}

function dkimAlgorithm(privateKey: string): 'ed25519' | 'rsa-2048' {
  return privateKey.length < 500 ? 'ed25519' : 'rsa-2048'
}

async function signInInEveryWay(mailroom: MailroomProcess, appPassword: string): Promise<void> {
  const password = SECRETS['account password']
  const plain = (name: string, secret: string) => `AUTH PLAIN ${base64(`\0${name}\0${secret}`)}`
  const client = await greeted(mailroom, 'in')
  await client.expect(plain('scanner', SECRETS['mistyped password']), '535')
  await client.expect(plain('nobody', SECRETS['password of an unknown account']), '535')
  await client.send(
    `AUTH XOAUTH2 ${base64(`user=scanner\u0001auth=Bearer ${SECRETS['token of a client']}\u0001\u0001`)}`,
  )
  await client.send(SECRETS['token of a client'])
  await client.expect(plain('scanner', password), '235')
  for (const recipient of ['b@far.test', 'b@refused.test']) {
    await client.expect('MAIL FROM:<a@office.test>', '250')
    await client.expect(`RCPT TO:<${recipient}>`, '250')
    await client.expect('DATA', '354')
    await client.expect('From: a@office.test\r\nSubject: x\r\n\r\nx\r\n.', '250')
  }
  const other = await greeted(mailroom, 'in')
  await other.expect('AUTH LOGIN', '334')
  await other.expect(base64('scanner'), '334')
  await other.expect(base64(password), '235')
  const third = await greeted(mailroom, 'in')
  await third.expect(plain('scanner', appPassword), '235')
  const unsafe = await greeted(mailroom, 'tls')
  await unsafe.send(plain('scanner', SECRETS['password without TLS']))
  await unsafe.send(SECRETS['password without TLS'])
  for (const one of [client, other, third, unsafe]) await one.expect('QUIT', '221')
}

async function greeted(mailroom: MailroomProcess, listener: string): Promise<SmtpClient> {
  const client = await SmtpClient.connect({ port: mailroom.port(listener) })
  await client.reply()
  await client.expect('EHLO device.office.test', '250')
  return client
}

async function exportAndRefuse(mailroom: MailroomProcess): Promise<void> {
  const passphrase = SECRETS['passphrase of a sealed export']
  const { document } = await mailroom.call<{ document: unknown }>('POST', '/configuration/sealed', {
    passphrase,
  })
  const wrong = SECRETS['wrong passphrase']
  await expect(
    mailroom.call('PUT', '/configuration/sealed', { document, passphrase: wrong }),
  ).rejects.toThrow(/422|400/)
  const password = SECRETS['password in a configuration that is refused']
  const refused = {
    accounts: [{ username: 'a b', password }],
    routes: [{ name: password, kind: 'x', auth: { password } }],
  }
  const answer = await mailroom.call('PUT', '/configuration', refused).catch(String)
  expect(findSecrets({ answer: String(answer) }, SECRETS)).toEqual([])
}

/** Of each reading call that takes no argument, and each session as the window and its export show it. */
async function everyAnswer(mailroom: MailroomProcess) {
  const { paths } = await mailroom.call<{ paths: Record<string, Record<string, unknown>> }>(
    'GET',
    '/openapi.json',
  )
  const answers: Record<string, string> = {}
  for (const [path, methods] of Object.entries(paths)) {
    if (!('get' in methods) || path.includes('{') || /watch|events|stream/.test(path)) continue
    answers[path] = JSON.stringify(await mailroom.call('GET', path).catch(String))
  }
  expect(Object.keys(answers)).toEqual(
    expect.arrayContaining(['/configuration', '/support-bundle', '/audit']),
  )
  const { rows } = await mailroom.call<{ rows: { id: string }[] }>('POST', '/sessions/search', {})
  expect(rows.length).toBeGreaterThanOrEqual(6)
  const conversations = await Promise.all(rows.map(({ id }) => mailroom.call('GET', `/sessions/${id}`)))
  const transcripts = JSON.stringify(conversations)
  return { answers: { ...answers, transcripts }, transcripts }
}

async function everyOutput(mailroom: MailroomProcess): Promise<Record<string, string>> {
  const commands = ['config export', 'session list --json', 'support-bundle --print']
  const outputs: Record<string, string> = {}
  for (const command of commands) {
    const { stdout, stderr } = await mailroom.cli(...command.split(' '))
    outputs[command] = stdout + stderr
  }
  return outputs
}
