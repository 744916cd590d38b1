import { mkdir, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import type { ConsoleServerOptions } from '../../main/rpc/console/console-server.ts'
import { TemporaryEngine } from '../support/temporary-engine.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { startConsole } from './transports.ts'

export interface Answer {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly body: string
}

/** node:http, because fetch does not let a caller choose Host, Origin and the raw path. */
export function ask(
  url: string,
  options: { method?: string; path?: string; headers?: Record<string, string>; body?: string } = {},
) {
  const { hostname, port } = new URL(url)
  return new Promise<Answer>((resolve, reject) => {
    const { method = 'GET', path = '/', headers = {}, body = '' } = options
    const asked = request({ hostname, port, method, path, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      )
    })
    asked.on('error', reject).end(body)
  })
}

/** With a window of two files, and a secret beside its folder. */
export async function openConsole(patience?: ConsoleServerOptions['patience']) {
  const { engine } = await TemporaryEngine.start()
  const folder = join(await temporaryFolder(), 'renderer')
  await mkdir(join(folder, 'assets'), { recursive: true })
  await writeFile(join(folder, 'index.html'), '<title>Mailroom</title>')
  await writeFile(join(folder, 'assets', 'app.js'), 'start()')
  await writeFile(join(folder, '..', 'secret.txt'), 'secret')
  const console = await startConsole(engine, folder, patience)
  const signIn = (token: string, headers: Record<string, string> = {}) =>
    ask(console.url, {
      method: 'POST',
      path: '/session',
      headers: { 'content-type': 'application/json', origin: console.url, ...headers },
      body: JSON.stringify({ token }),
    })
  return { ...console, engine, signIn }
}

export const tokenOf = (link: string) => new URL(link).hash.replace('#token=', '')
export const cookieOf = (answer: Answer) => String(answer.headers['set-cookie']).split(';')[0] ?? ''
