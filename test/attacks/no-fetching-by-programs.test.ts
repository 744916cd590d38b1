/** What a program or an administrator hands in reads no file and asks no server: sendmail, the HTTP API, every import. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { MailroomProcess, PROGRAM } from '../support/mailroom-process.ts'
import { type RawNextHop, rawNextHop } from '../support/raw-next-hop.ts'
import { runProgram } from '../support/run-program.ts'
import { filesOf, findSecrets } from '../support/secret-trail.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitFor } from '../support/wait-for.ts'
import { BAIT, type Bait, layBait, luringMessage } from './support/bait.ts'

const RUN = { timeout: 60_000 }
const base64 = (text: string) => Buffer.from(text).toString('base64')

async function start(): Promise<{ mailroom: MailroomProcess; hop: RawNextHop; bait: Bait }> {
  const bait = await layBait()
  const hop = await rawNextHop()
  const mailroom = await MailroomProcess.start({ config: configuration(hop.port) })
  onTestFinished(() => mailroom.stop())
  return { mailroom, hop, bait }
}

function configuration(port: number) {
  const route = { name: 'hop', kind: 'smarthost' as const, host: '127.0.0.1', port, tls: 'never' as const }
  return {
    hostname: 'relay.office.test',
    console: { port: 0 },
    listeners: [{ name: 'in', port: 0, trustedNetworks: ['127.0.0.0/8'] }],
    routes: [route],
    rules: [{ name: 'all', action: { kind: 'route' as const, route: 'hop' } }],
  }
}

/** Neither did the content of the file get anywhere, nor was the server asked. */
async function expectNothingTaken(bait: Bait, folder: string, said: Record<string, string>) {
  expect(bait.asked).toEqual([])
  expect(findSecrets({ ...said, ...(await filesOf(folder)) }, { bait: BAIT })).toEqual([])
}

test(
  'mailroom sendmail takes paths and URLs in the message, in names and in recipients for letters',
  RUN,
  async () => {
    const { mailroom, hop, bait } = await start()
    const { file, url } = bait
    const send = (input: string, ...args: string[]) =>
      runProgram(process.execPath, [PROGRAM, 'sendmail', '--data', mailroom.data, ...args], { input })
    const luring = luringMessage(url, file)
    const outputs = [
      await send(luring, '-t', '-F', `file://${file}`),
      // Options of other sendmails that name a file: a configuration, a log, a queue.
      await send(luring, '-C', file, '-X', file, '-O', `QueueDirectory=${file}`, 'c@far.test'),
      await send(`To: :include:${file}, "|cat ${file}"@far.test, ${file}\r\nSubject: x\r\n\r\nx\r\n`, '-t'),
      await send('Subject: x\r\n\r\nx\r\n', `:include:${file}`, `|cat ${file}`, file, url),
    ]
    const said = outputs.map(({ stdout, stderr }) => stdout + stderr).join('\n')
    await waitFor('the messages at the next hop', () => hop.contents.length >= 2)
    expect(hop.contents[0]?.toString()).toContain(`access-type=local-file; name="${file}"`)
    const sent = Buffer.concat(hop.contents).toString('latin1')
    await expectNothingTaken(bait, mailroom.data, { said, sent, commands: hop.commands.join('\n') })
    expect(await readFile(file, 'utf8')).toBe(BAIT)
  },
)

test(
  'the HTTP API takes a message as octets only: attachments by path, href or URL are refused, data: and file: URLs are letters',
  RUN,
  async () => {
    const { mailroom, hop, bait } = await start()
    const { file, url } = bait
    const envelope = { sender: 'a@office.test', recipients: ['b@far.test'] }
    const octets = { base64: base64(luringMessage(url, file)) }
    const answers: string[] = []
    const post = async (path: string, body: unknown) => {
      const answer = await mailroom
        .call('POST', path, body)
        .then((value) => `200 ${JSON.stringify(value)}`, String)
      answers.push(answer)
      return answer
    }
    for (const more of [
      { attachments: [{ path: file }] },
      { attachments: [{ href: url }, { path: `file://${file}` }, { path: 'data:text/plain,x' }] },
      { html: `<img src="${url}">` },
      { html: { path: file } },
      { raw: { path: file } },
      { url },
      { text: { href: url } },
      { icalEvent: { path: file } },
    ])
      expect(await post('/queue', { ...envelope, ...octets, ...more })).toMatch(/: 4\d\d /)
    for (const one of [{ path: file }, { href: url }, [{ path: file }], null])
      expect(await post('/queue', { ...envelope, base64: one })).toMatch(/: 4\d\d /)
    // Letters: whatever base64 makes of them.
    for (const text of [`file://${file}`, url, file, `data:text/plain;base64,${base64('x')}`, `@${file}`])
      await post('/queue', { ...envelope, base64: text })
    for (const recipients of [[`:include:${file}`], [`|cat ${file}`], [file], [url]])
      await post('/queue', { ...envelope, ...octets, recipients })
    await post('/queue', { ...envelope, ...octets })
    await post('/content', octets)
    await post('/content', { base64: url })
    await waitFor('the whole message at the next hop', () =>
      hop.contents.some((content) => content.includes('access-type=URL')),
    )
    const sent = Buffer.concat(hop.contents).toString('latin1')
    await expectNothingTaken(bait, mailroom.data, { sent, answers: answers.join('\n') })
  },
)

test(
  'a configuration that is imported, in the clear or sealed, names files and URLs in every field: none is fetched, none is quoted',
  RUN,
  async () => {
    const { mailroom, hop, bait } = await start()
    const { file, url } = bait
    const good = configuration(hop.port)
    const account = (password: string) => ({ ...good, accounts: [{ username: 'scanner', password }] })
    const answers: string[] = []
    const put = (path: string, body: unknown) =>
      mailroom
        .call('PUT', path, body)
        .then(JSON.stringify, String)
        .then((answer) => answers.push(answer))
    for (const at of [file, `file://${file}`, url])
      for (const config of [
        { ...good, $schema: at },
        { ...good, $ref: at },
        { ...good, include: [at] },
        { ...good, postmaster: at },
        account(at),
        { ...good, accounts: at },
        { ...good, rules: { $ref: at } },
        { ...good, certificate: { kind: 'pem', certificate: at, key: at } },
        { ...good, certificate: { kind: 'pfx', path: at, passphrase: 'x' } },
        { ...good, dkim: [{ domain: 'office.test', selector: 'one', algorithm: 'ed25519', privateKey: at }] },
        { ...good, routes: [{ ...good.routes[0], auth: serviceAccount(at) }] },
      ])
        await put('/configuration', config)
    const { document } = await mailroom.call<{ document: Record<string, unknown> }>(
      'POST',
      '/configuration/sealed',
      { passphrase: 'the passphrase of it' },
    )
    for (const changed of luringSealed(document, url, file))
      await put('/configuration/sealed', { document: changed, passphrase: 'the passphrase of it' })
    for (const source of [url, `file://${file}`, file]) {
      const { stdout, stderr, code } = await mailroom.cli('config', 'import', source)
      expect(code).not.toBe(0)
      answers.push(stdout + stderr)
    }
    await expectNothingTaken(bait, mailroom.data, { answers: answers.join('\n') })
  },
)

test(
  'messages in a backup are octets too: it is made, checked and restored without reading or asking anything they name',
  RUN,
  async () => {
    const { mailroom, bait } = await start()
    await mailroom.call('POST', '/queue/pause', { route: null, paused: true })
    const content = luringMessage(bait.url, bait.file)
    const envelope = { sender: 'a@office.test', recipients: ['b@far.test'] }
    const { id } = await mailroom.call<{ id: string }>('POST', '/queue', {
      ...envelope,
      base64: base64(content),
    })
    const { name } = await mailroom.call<{ name: string }>('POST', '/backups')
    const backup = join(mailroom.data, 'backups', name)
    const other = await temporaryFolder()
    const run = (...args: string[]) => runProgram(process.execPath, [PROGRAM, 'backup', ...args])
    const outputs = [
      await run('verify', backup),
      await run('restore', backup, '--data', other),
      await run('verify', bait.url),
      await run('verify', `file://${bait.file}`),
      await run('verify', bait.file),
      await run('restore', bait.url, '--data', await temporaryFolder()),
    ]
    expect(outputs.slice(0, 2).map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ''],
      [0, ''],
    ])
    expect(outputs.slice(2).every(({ code }) => code !== 0)).toBe(true)
    const again = await MailroomProcess.start({ data: other })
    onTestFinished(() => again.kill())
    const shown = await again.call('GET', `/queue/${id}/content`)
    expect(JSON.stringify(shown)).toContain('bait')
    const said = outputs.map(({ stdout, stderr }) => stdout + stderr).join('\n')
    await expectNothingTaken(bait, other, { said, shown: JSON.stringify(shown) })
    await expectNothingTaken(bait, mailroom.data, {})
  },
)

function serviceAccount(at: string) {
  const key = { type: 'service_account', client_email: 'a@b.test', private_key: at, token_uri: at }
  const grant = { provider: 'google', grant: 'service-account', clientId: 'x' }
  return { kind: 'oauth2', ...grant, username: 'a@office.test', serviceAccountKey: JSON.stringify(key) }
}

/** With a header that says where a key could be fetched from (RFC 7515 §4.1.2, §4.1.5), and with other texts in its place. */
function luringSealed(document: Record<string, unknown>, url: string, file: string): unknown[] {
  const withHeader = (text: string) => {
    const [head = '', ...rest] = text.split('.')
    const header = JSON.parse(Buffer.from(head, 'base64url').toString())
    const more = { ...header, jku: url, x5u: url, kid: `file://${file}` }
    return [Buffer.from(JSON.stringify(more)).toString('base64url'), ...rest].join('.')
  }
  const changed = (change: (text: string) => string) =>
    Object.fromEntries(
      Object.entries(document).map(([name, value]) => [
        name,
        typeof value === 'string' && value.split('.').length === 5 ? change(value) : value,
      ]),
    )
  const sealed = changed(withHeader)
  expect(sealed).not.toEqual(document)
  return [sealed, changed(() => url), changed(() => `file://${file}`), { ...document, $ref: url }, url]
}
