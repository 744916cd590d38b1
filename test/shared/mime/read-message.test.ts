import { describe, expect, it } from 'vitest'
import { readMessage } from '../../../shared/mime/read-message.ts'

const lines = (...text: string[]) => new TextEncoder().encode(text.join('\r\n'))
const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
const read = (...text: string[]) => readMessage(lines(...text))

const NEWSLETTER = lines(
  'From: =?utf-8?Q?B=C3=BCro?= <office@office.test>',
  'To: Anna <anna@a.test>, "Weber, Jonas" <jonas@b.test>',
  'Subject: =?utf-8?B?16nXnNeV150=?= =?utf-8?Q?_=F0=9F=8E=89?=',
  'Date: Thu, 12 Mar 2026 09:30:00 +0100 (CET)',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="outer"',
  '',
  'For programs that know nothing.',
  '--outer',
  'Content-Type: multipart/related; boundary=inner',
  '',
  '--inner',
  'Content-Type: multipart/alternative; boundary="alt"',
  '',
  '--alt',
  'Content-Type: text/plain; charset=iso-8859-1',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Sch=F6ne Gr=FC=',
  '=DFe',
  '--alt',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Hallo</p><img src="cid:logo@office.test"><img src="https://tracker.example/p.gif">',
  '--alt--',
  '--inner',
  'Content-Type: image/png; name=logo.png',
  'Content-ID: <logo@office.test>',
  'Content-Transfer-Encoding: base64',
  '',
  'iVBORw0KGgo=',
  '--inner--',
  '--outer',
  "Content-Type: application/pdf; name*0*=utf-8''Angebot%20; name*1*=f%C3%BCr%20Sie%20(2).pdf",
  'Content-Disposition: attachment',
  'Content-Transfer-Encoding: base64',
  '',
  'JVBERi0xLjQK',
  '--outer--',
  '',
)

describe('a message is read', () => {
  it('with its header decoded, its text, its HTML and its parts in the order of the source', () => {
    const { content } = readMessage(NEWSLETTER)
    expect(content.from).toEqual([{ name: 'Büro', address: 'office@office.test' }])
    expect(content.to.map(({ name }) => name)).toEqual(['Anna', 'Weber, Jonas'])
    expect(content.subject).toBe('שלום 🎉')
    expect(content.date).toBe(Date.UTC(2026, 2, 12, 8, 30))
    expect(content.text).toEqual({ content: 'Schöne Grüße', truncated: false })
    expect(content.parts.map(({ id, type, role, name }) => [id, type, role, name])).toEqual([
      ['1', 'multipart/related', 'multipart', null],
      ['1.1', 'multipart/alternative', 'multipart', null],
      ['1.1.1', 'text/plain', 'text', null],
      ['1.1.2', 'text/html', 'html', null],
      ['1.2', 'image/png', 'inline', 'logo.png'],
      ['2', 'application/pdf', 'attachment', 'Angebot für Sie (2).pdf'],
    ])
    expect(content.problems).toEqual([])
  })

  it('with its own pictures as data and those from elsewhere counted', () => {
    const { content } = readMessage(NEWSLETTER)
    expect(content.html?.content).toContain('<img src="data:image/png;base64,iVBORw0KGgo=">')
    expect(content.html?.blocked).toEqual({ count: 1, hosts: ['tracker.example'] })
  })

  it('and its parts come out decoded', () => {
    expect(new TextDecoder().decode(readMessage(NEWSLETTER).part('2') ?? undefined)).toBe('%PDF-1.4\n')
    expect(readMessage(NEWSLETTER).part('3')).toBeNull()
  })

  it('where it has nothing but a line', () => {
    const { content } = read('Hello')
    expect(content.problems).toEqual([])
    expect(content.text).toEqual({ content: '', truncated: false })
  })

  it('where it is empty', () => {
    expect(read().content.problems).toEqual(['It has no header.'])
  })

  it('where its end is missing, as far as it goes', () => {
    const whole = new TextDecoder().decode(NEWSLETTER)
    const { content } = readMessage(lines(whole.slice(0, whole.indexOf('JVBER') + 8)))
    expect(content.parts).toHaveLength(6)
    expect(content.problems).toEqual([
      'The last part has no end: the message may have been cut off on its way.',
    ])
  })

  it('where base64 is damaged, with a word on it', () => {
    const { content } = read('Content-Transfer-Encoding: base64', '', 'SGVs!!bG8=')
    expect(content.text?.content).toBe('Hello')
    expect(content.problems[0]).toMatch(/damaged: base64/)
  })

  it('where octets beyond ASCII have no character set: as UTF-8 if they are that, else as Windows-1252', () => {
    expect(readMessage(latin('Subject: Gr\xfc\xdfe\r\n\r\n\x80 5')).content).toMatchObject({
      subject: 'Grüße',
      text: { content: '€ 5' },
    })
    expect(read('Subject: Grüße', '', '€ 5').content).toMatchObject({
      subject: 'Grüße',
      text: { content: '€ 5' },
    })
  })

  it('in the character sets of the world', () => {
    const inCharset = (charset: string, body: string) =>
      readMessage(latin(`Content-Type: text/plain; charset=${charset}\r\n\r\n${body}`)).content
    expect(inCharset('iso-2022-jp', '\x1b$B$3$s\x1b(B').text?.content).toBe('こん')
    expect(inCharset('windows-1255', '\xf9\xec\xe5\xed').text?.content).toBe('שלום')
    expect(inCharset('koi8-r', '\xf0\xd2\xc9').text?.content).toBe('При')
    expect(inCharset('x-klingon', 'nuq').problems[0]).toContain('“x-klingon”')
  })

  it('with lines that a program broke put together again (format=flowed)', () => {
    const { content } = read(
      'Content-Type: text/plain; format=flowed',
      '',
      'One ',
      'line.',
      '> quoted ',
      '> too',
      '-- ',
      'me',
    )
    expect(content.text?.content).toBe('One line.\n> quoted too\n-- \nme')
  })

  it('with a forwarded message as one file, whatever boundaries that names', () => {
    const { content, part } = read(
      'Content-Type: multipart/mixed; boundary=a',
      '',
      '--a',
      '',
      'See below',
      '--a',
      'Content-Type: message/rfc822',
      '',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      'inner',
      '--b--',
      '--a--',
    )
    expect(content.parts.map(({ id, role }) => [id, role])).toEqual([
      ['1', 'text'],
      ['2', 'attachment'],
    ])
    expect(readMessage(part('2') as Uint8Array).content.text?.content).toBe('inner')
  })

  it('with names of files that lead nowhere and hide nothing', () => {
    const name = (value: string) =>
      read('Content-Type: application/x-x', `Content-Disposition: attachment; filename="${value}"`, '', 'x')
        .content.parts[0]?.name
    expect(name('../../etc/passwd')).toBe('passwd')
    expect(name('C:\\\\temp\\\\a.txt')).toBe('a.txt')
    expect(name('gpj.\u202eexe.txt')).toBe('gpj.exe.txt')
    expect(name('..')).toBeNull()
  })

  it('says where a field stands twice', () => {
    expect(read('From: a@a.test', 'From: b@b.test', '', '').content.problems).toEqual([
      'It has 2 From fields: mail programs differ in which they show.',
    ])
  })

  it('works out the size of base64 that it does not decode', () => {
    for (const octets of [0, 1, 2, 3, 57, 58, 56, 114, 1_000_000, 1_000_001]) {
      const encoded = Buffer.alloc(octets, 7)
        .toString('base64')
        .replace(/.{76}/g, '$&\r\n')
        .replace(/\r\n$/, '')
      const { content } = read(
        'Content-Type: multipart/mixed; boundary=a',
        '',
        '--a',
        'Content-Type: application/x-x',
        'Content-Transfer-Encoding: base64',
        '',
        encoded,
        '--a--',
      )
      expect(content.parts[0]?.size).toBe(octets)
    }
  })
})
