/** A message is octets: nothing in it makes Mailroom read a file or ask a server, whichever way it comes in. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { composeMessage } from '../../main/cli/sendmail/compose-message.ts'
import { readMessage } from '../../shared/mime/read-message.ts'
import { rawNextHop } from '../support/raw-next-hop.ts'
import { TemporaryEngine } from '../support/temporary-engine.ts'
import { waitFor } from '../support/wait-for.ts'
import { layBait, luringMessage } from './support/bait.ts'

test('attachment paths and URLs in mail that comes over the API leave as the letters that they are', async () => {
  const { asked, url } = await layBait()
  const hop = await rawNextHop()
  const engine = await TemporaryEngine.start({
    config: {
      routes: [{ name: 'hop', kind: 'smarthost', host: '127.0.0.1', port: hop.port, tls: 'never' }],
      rules: [{ name: 'all', match: { hasAttachment: true }, action: { kind: 'route', route: 'hop' } }],
    },
  })
  const content = luringMessage(url, join(engine.folder, 'engine.json'))
  const base64 = Buffer.from(content).toString('base64')
  await engine.client.queue.submit({ sender: 'a@office.test', recipients: ['b@far.test'], base64 })
  await waitFor('the message at the next hop', () => hop.contents[0])
  expect(hop.contents[0]?.toString()).toContain(content)
  expect(asked).toEqual([])
})

test('sendmail and the message view, asked for the same, read and fetch nothing', async () => {
  const { asked, url } = await layBait()
  const source = luringMessage(url, '/etc/passwd')
  const { content } = composeMessage(
    Buffer.from(source),
    { readRecipients: true, dotEnds: true, sender: null, fullName: null, recipients: [] },
    { user: 'user', hostname: 'host.test', date: 'date', unique: 'unique' },
  )
  expect(content.toString()).toContain('access-type=local-file')
  expect(content.toString()).not.toContain('root:')
  expect(JSON.stringify(readMessage(content).content)).not.toMatch(/root:|the content of a file/)
  expect(asked).toEqual([])
})

test('sendmail takes an argument that looks like a file or an option for an address, and has none that reads', async () => {
  const { recipients } = composeMessage(
    Buffer.from('Subject: x\n\nx\n'),
    {
      readRecipients: false,
      dotEnds: true,
      sender: null,
      fullName: null,
      recipients: [':include:/etc/passwd', '|/bin/sh', '/etc/passwd'],
    },
    { user: 'user', hostname: 'host.test', date: 'date', unique: 'unique' },
  )
  expect(recipients).toEqual([
    ':include:/etc/passwd@host.test',
    '|/bin/sh@host.test',
    '/etc/passwd@host.test',
  ])
})

test('what composes mail from paths and URLs is not part of the program; the one part of nodemailer that could read a file is given texts only', async () => {
  const imports: string[] = []
  for (const file of await readdir('main', { recursive: true })) {
    if (!/\.tsx?$/.test(file)) continue
    const source = await readFile(join('main', file), 'utf8')
    for (const [, name = ''] of source.matchAll(/from '(nodemailer[^']*)'/g)) imports.push(`${file}: ${name}`)
    if (source.includes('lib/mime-node')) expect(source).not.toMatch(/\b(?:path|href|raw)\s*:|setRaw/)
  }
  expect(imports.filter((name) => /: nodemailer$|mail-composer|\/fetch/.test(name))).toEqual([])
  expect(imports.filter((name) => name.endsWith('lib/mime-node'))).toHaveLength(1)
})
