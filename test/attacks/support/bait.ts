/** What whoever reads a path or fetches a URL would take: a file, and an HTTP server that notes who asks. */
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Shows up where the file was read or the URL was fetched. */
export const BAIT = 'the content of a file of this computer'

export interface Bait {
  readonly file: string
  readonly url: string
  /** What was asked for; it has to stay empty. */
  readonly asked: readonly string[]
}

export async function layBait(): Promise<Bait> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.end(BAIT)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const file = join(await temporaryFolder(), 'bait.txt')
  await writeFile(file, BAIT)
  return { asked, file, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/bait` }
}

/** A message with every way that there is to name a file or a URL in one. */
export function luringMessage(url: string, file: string): string {
  return [
    'From: a@office.test',
    'To: b@far.test',
    `Subject: ${url} file://${file}`,
    `Content-Location: ${url}`,
    `List-Unsubscribe: <${url}>`,
    `X-Face-URL: ${url}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    `Content-Type: message/external-body; access-type=local-file; name="${file}"`,
    '',
    'Content-Type: text/plain',
    '',
    '--b',
    `Content-Type: message/external-body; access-type=URL; URL="${url}"`,
    '',
    'Content-Type: text/plain',
    '',
    '--b',
    `Content-Type: text/plain; name="file://${file}"`,
    `Content-Disposition: attachment; filename="${file}"; path="${file}"; href="${url}"`,
    '',
    `{"path":"${file}","href":"${url}","raw":{"path":"${file}"}}`,
    '--b',
    'Content-Type: text/html',
    '',
    `<base href="${url}"><img src="${url}"><link rel=stylesheet href="${url}"><style>@import "${url}"</style>`,
    `<iframe src="file://${file}"></iframe><img src="data:image/svg+xml,%3Cimage href='${url}'/%3E">`,
    '--b',
    'Content-Type: image/svg+xml',
    '',
    `<!DOCTYPE svg [<!ENTITY bait SYSTEM "file://${file}">]><svg><image href="${url}"/>&bait;</svg>`,
    '--b--',
    '',
  ].join('\r\n')
}
