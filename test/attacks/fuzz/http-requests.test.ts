/** The console's server, given octets that may be requests over a raw socket: foreseen answers or an end, no file but the window's. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ask } from '../../rpc/open-console.ts'
import { startConsole } from '../../rpc/transports.ts'
import { TemporaryEngine } from '../../support/temporary-engine.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { fuzz, SECONDS } from './fuzz.ts'

/** Beside the folder of the window, where "../secret.txt" leads. */
const SECRET = 'what lies beside the folder of the window'
/** Generous: whoever waits for it has been forgotten. */
const FORGOTTEN_MS = 20_000

async function open() {
  const { engine } = await TemporaryEngine.start()
  const parent = await temporaryFolder()
  const folder = join(parent, 'renderer')
  await mkdir(join(folder, 'assets'), { recursive: true })
  await writeFile(join(folder, 'index.html'), '<title>Mailroom</title>')
  await writeFile(join(folder, 'assets', 'app.js'), 'start()')
  await writeFile(join(parent, 'secret.txt'), SECRET)
  const { url, token } = await startConsole(engine, folder)
  const key = (await readFile(join(engine.folder, 'secret.key'), 'utf8')).trim()
  const { port, host } = new URL(url)
  const fill = (octets: Buffer) =>
    Buffer.from(octets.toString('latin1').replaceAll('@HOST@', host).replaceAll('@TOKEN@', token), 'latin1')
  return {
    url,
    token,
    send: async (octets: Buffer) => checked(await converse(Number(port), fill(octets)), [SECRET, key]),
  }
}

/** Everything that is answered until the server ends the connection. */
function converse(port: number, octets: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.end(octets))
    const timer = setTimeout(() => {
      socket.destroy()
      reject(new Error('neither answered nor ended'))
    }, FORGOTTEN_MS)
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    // A reset is an end, too: the server need not read what it has refused.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(Buffer.concat(chunks).toString('latin1'))
    })
  })
}

/** The status codes of the answers. */
function checked(answer: string, secrets: readonly string[]): number[] {
  const codes = [...answer.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, code]) => Number(code))
  if (answer !== '' && codes.length === 0) throw new Error(`no answer of HTTP: ${answer.slice(0, 200)}`)
  if (codes.some((code) => code >= 500)) throw new Error(`a failure: ${answer.slice(0, 500)}`)
  const shown = [...secrets, 'root:x:', 'root:*:'].filter((secret) => answer.includes(secret))
  if (shown.length > 0) throw new Error(`a file of somewhere else: ${answer.slice(0, 500)}`)
  return codes
}

test(
  'no octets are answered with a failure or a file of another folder, none are left waiting, and the server goes on',
  async () => {
    const { url, token, send } = await open()
    const cases = await fuzz('http-requests', async (octets) => void (await send(octets)))
    expect(cases).toBeGreaterThan(20)
    const alive = await ask(url, { path: '/api/v1/status', headers: { authorization: `Bearer ${token}` } })
    expect(alive.status).toBe(200)
  },
  SECONDS * 1_000 + 60_000,
)

const WAYS_OUT = [
  ...['/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/%252e%252e%252fsecret.txt'],
  ...['/assets/../../secret.txt', '/assets/..%5c..%5csecret.txt', '/assets\\..\\..\\secret.txt'],
  ...[
    '/..%c0%afsecret.txt',
    '/%c0%ae%c0%ae/secret.txt',
    '/%e0%80%ae%e0%80%ae/secret.txt',
    '/..%00/secret.txt',
  ],
  ...[
    '//secret.txt',
    '//assets//app.js',
    '/./assets/app.js',
    '/assets/app.js%00.png',
    '/assets/app.js/',
    '/assets',
  ],
  ...['//etc/passwd', '/%2fetc%2fpasswd', '/file:///etc/passwd', `/${'..%2f'.repeat(700)}etc/passwd`],
  ...['http://@HOST@/../secret.txt', 'file:///etc/passwd', 'http://other.test/secret.txt'],
]

test.each(WAYS_OUT.map((path) => [path.slice(0, 60), path]))(
  'a path has one form, and no other leads anywhere: %s',
  async (_, path) => {
    const { send } = await open()
    const head = 'Host: @HOST@\r\nConnection: close\r\n\r\n'
    const codes = await send(Buffer.from(`GET ${path} HTTP/1.1\r\n${head}`, 'latin1'))
    expect(codes).toHaveLength(1)
    expect([400, 404]).toContain(codes[0])
  },
)

test('what is longer than a request may be is refused, not kept', async () => {
  const { send } = await open()
  const long = `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: @HOST@\r\n\r\n`
  // 431, or a reset before it could be read.
  expect([[431], []]).toContainEqual(await send(Buffer.from(long)))
})
