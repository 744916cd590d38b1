import { describe, expect, test, vi } from 'vitest'
import type { Client } from '../../shared/contract/contract.ts'
import { TemporaryEngine } from '../support/temporary-engine.ts'
import { transports } from './transports.ts'

const connect = transports['in memory'] as NonNullable<(typeof transports)[string]>

/** No route says where it goes: the message is held, and its body stays. */
async function keep(source: string | Buffer) {
  const { engine } = await TemporaryEngine.start()
  const { client } = await connect(engine)
  const base64 = Buffer.from(source).toString('base64')
  const { id } = await client.queue.submit({ sender: 'a@office.test', recipients: ['b@far.test'], base64 })
  return { client, id }
}

async function whole(read: (offset: number) => Promise<{ base64: string; nextOffset: number | null }>) {
  const chunks: Buffer[] = []
  let offset: number | null = 0
  while (offset !== null) {
    const chunk: { base64: string; nextOffset: number | null } = await read(offset)
    chunks.push(Buffer.from(chunk.base64, 'base64'))
    offset = chunk.nextOffset
  }
  return { octets: Buffer.concat(chunks), chunks: chunks.length }
}

const partOf = (client: Client, id: string, part: string) =>
  whole((offset) => client.content.part({ id, part, offset }))

function mail(encoding: string, body: string): string {
  return [
    'From: Office <a@office.test>',
    'Subject: Plans',
    'Content-Type: multipart/mixed; boundary=cut',
    '',
    '--cut',
    '',
    'See the file.',
    '--cut',
    'Content-Type: application/octet-stream; name=plan.bin',
    `Content-Transfer-Encoding: ${encoding}`,
    '',
    body,
    '--cut--',
    '',
  ].join('\r\n')
}

describe('a message file that is handed in to be read', () => {
  test('is refused by its length where it is too large, with its size, the limit and what to do', async () => {
    const { engine } = await TemporaryEngine.start()
    const { client } = await connect(engine)
    const base64 = (octets: number) => 'A'.repeat(Math.ceil(octets / 3) * 4)
    const read = vi.spyOn(engine.reader, 'inspect')
    await expect(client.content.inspect({ base64: base64(64 * 1024 * 1024 + 3) })).rejects.toMatchObject({
      code: 'INVALID',
      message:
        'The message has 65 MiB; messages of up to 64 MiB can be read here. Open it in a mail program.',
    })
    expect(read).not.toHaveBeenCalled()
  })

  test('is read up to the limit', async () => {
    const { engine } = await TemporaryEngine.start()
    const { client } = await connect(engine)
    const source = Buffer.alloc(64 * 1024 * 1024, 'x'.repeat(70).concat('\r\n'))
    source.write('Subject: Plans\r\n\r\n')
    const { subject } = await client.content.inspect({ base64: source.toString('base64') })
    expect(subject).toBe('Plans')
  })
})

describe('the content of a message', () => {
  test('is read without its attachments, which come out chunk by chunk', async () => {
    const file = Buffer.alloc(3_000_000, 'Mailroom plans. ')
    const { client, id } = await keep(mail('base64', file.toString('base64').replace(/.{76}/g, '$&\r\n')))
    const content = await client.content.get({ id })
    expect(content).toMatchObject({ subject: 'Plans', text: { content: 'See the file.' }, html: null })
    expect(content.parts).toMatchObject([
      { id: '1', role: 'text' },
      { id: '2', role: 'attachment', name: 'plan.bin', size: file.length },
    ])
    const saved = await partOf(client, id, '2')
    expect(saved.octets.equals(file)).toBe(true)
    expect(saved.chunks).toBeGreaterThan(3)
  })

  test('comes out whole where lines of quoted-printable lie across chunks', async () => {
    const line = 'gr=C3=BC=C3=9Fe, ein langer Satz mit weichem=\r\n Umbruch =3D\r\n'
    const { client, id } = await keep(mail('quoted-printable', line.repeat(30_000)))
    const { octets } = await partOf(client, id, '2')
    expect(octets.toString('utf8')).toBe('grüße, ein langer Satz mit weichem Umbruch =\r\n'.repeat(30_000))
  })

  test('comes as it is stored, also over the end', async () => {
    const { client, id } = await keep(mail('7bit', 'x'.repeat(2_500_000)))
    const { octets } = await whole((offset) => client.content.source({ id, offset }))
    expect(octets.toString('latin1')).toContain('\r\n\r\nxxx')
    expect(octets).toHaveLength((await client.content.get({ id })).size)
    expect(await client.content.source({ id, offset: 99_999_999 })).toEqual({ base64: '', nextOffset: null })
    expect(await client.content.part({ id, part: '2', offset: 99_999_999 })).toEqual({
      base64: '',
      nextOffset: null,
    })
  })

  test('says what is gone: the part, the message, or only its body', async () => {
    const { client, id } = await keep(mail('7bit', 'x'.repeat(200_000)))
    await expect(client.content.part({ id, part: '7' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(client.content.get({ id: '0AM1N84RG00' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('no message'),
    })
    await client.queue.operate({ operation: 'delete', selection: { kind: 'ids', ids: [id] } })
    await expect(client.content.get({ id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('content of this message is gone'),
    })
  })

  test('can be read of a file that is not in the queue', async () => {
    const { client } = await keep('Subject: other\n\n.')
    const base64 = Buffer.from(mail('7bit', 'x')).toString('base64')
    expect(await client.content.inspect({ base64 })).toMatchObject({ subject: 'Plans', problems: [] })
  })
})
