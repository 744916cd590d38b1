import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HIDDEN, Redactor } from '../../../main/engine/sessions/redact.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')
const USER = 'scanner'
const SECRET = 'correct-horse-battery'

/** A conversation as "C: …" and "S: …" lines, and what is shown of it. */
function shown(conversation: readonly string[]): string[] {
  const redactor = new Redactor()
  return conversation.map((line) => {
    const text = line.slice(3)
    return line.startsWith('C: ') ? `C: ${redactor.client(text)}` : `S: ${redactor.server(text)}`
  })
}

const plain = base64(`\0${USER}\0${SECRET}`)
const bearer = base64(`user=${USER}\x01auth=Bearer ${SECRET}\x01\x01`)

const forms: Record<string, readonly string[]> = {
  'PLAIN with an initial response': [`C: AUTH PLAIN ${plain}`, 'S: 235 2.7.0 Accepted'],
  'PLAIN with a continuation line': ['C: AUTH PLAIN', 'S: 334 ', `C: ${plain}`, 'S: 235 2.7.0 Accepted'],
  'LOGIN with prompts': [
    'C: AUTH LOGIN',
    'S: 334 VXNlcm5hbWU6',
    `C: ${base64(USER)}`,
    'S: 334 UGFzc3dvcmQ6',
    `C: ${base64(SECRET)}`,
    'S: 535 5.7.8 Bad credentials',
  ],
  'LOGIN with an initial response': [
    `C: AUTH LOGIN ${base64(USER)}`,
    'S: 334 UGFzc3dvcmQ6',
    `C: ${base64(SECRET)}`,
    'S: 235 2.7.0 Accepted',
  ],
  'CRAM-MD5': [
    'C: AUTH CRAM-MD5',
    'S: 334 PDEyM0BleGFtcGxlPg==',
    `C: ${base64(`${USER} ${SECRET}`)}`,
    'S: 235 2.7.0 Accepted',
  ],
  XOAUTH2: [`C: AUTH XOAUTH2 ${bearer}`, 'S: 334 eyJzdGF0dXMiOiI0MDEifQ==', 'C: ', 'S: 535 5.7.8 No'],
  'OAUTHBEARER that is refused': [
    `C: AUTH OAUTHBEARER ${bearer}`,
    'S: 334 eyJzdGF0dXMiOiI0MDEifQ==',
    'C: AQ==',
    'S: 535 5.7.8 No',
  ],
  'OAUTHBEARER with a continuation line': ['C: auth oauthbearer', 'S: 334 ', `C: ${bearer}`, 'S: 235 Ok'],
  'an unknown mechanism': [`C: AUTH X-OWN ${SECRET}`, 'S: 504 5.5.4 Unrecognized authentication type'],
  'a secret where the mechanism should be': [`C: AUTH ${base64(SECRET)}`, 'S: 501 5.5.4 Syntax'],
  'no space after the verb': [`C: AUTHPLAIN ${plain}`, 'S: 500 5.5.1 Unknown'],
  'tabs and lower case': [`C: auth\tplain\t${plain}`, 'S: 235 Ok'],
  'a client that goes on after a refusal': [
    'C: AUTH LOGIN',
    'S: 538 5.7.11 Encryption required',
    `C: ${base64(USER)}`,
    'S: 500 5.5.2 Unknown command',
    `C: ${base64(SECRET)}`,
    `S: 500 5.5.2 Unknown command ${base64(SECRET)}`,
  ],
  'a server that repeats the password': [`C: AUTH PLAIN ${plain}`, `S: 535 5.7.8 Wrong password ${SECRET}`],
  'continuation lines that look like commands': [
    'C: AUTH LOGIN',
    'S: 334 VXNlcm5hbWU6',
    `C: ${base64(USER)}`,
    'S: 334 UGFzc3dvcmQ6',
    'C: DATA+secret/base64==',
    'S: 235 Ok',
  ],
}

describe('redaction', () => {
  for (const [name, conversation] of Object.entries(forms))
    it(`hides the credentials of ${name}`, () => {
      const text = shown(conversation).join('\n')
      for (const secret of [
        SECRET,
        base64(SECRET),
        plain,
        bearer,
        base64(`${USER} ${SECRET}`),
        'DATA+secret',
      ])
        expect(text).not.toContain(secret)
      expect(text).toContain(HIDDEN)
    })

  it('leaves everything but the credentials as it is', () => {
    const before = ['S: 220 relay ESMTP', 'C: EHLO copier', 'S: 250-relay', 'S: 250 AUTH PLAIN LOGIN']
    const after = ['C: MAIL FROM:<a@office.test> AUTH=<>', 'S: 250 2.1.0 Ok', 'C: QUIT', 'S: 221 2.0.0 Bye']
    const auth = [`C: AUTH PLAIN ${plain}`, 'S: 235 2.7.0 Accepted']
    expect(shown([...before, ...auth, ...after])).toEqual([
      ...before,
      `C: AUTH PLAIN ${HIDDEN}`,
      'S: 235 2.7.0 Accepted',
      ...after,
    ])
  })

  it('hides every line of a client that floods after AUTH, and still knows the newest in replies', () => {
    const redactor = new Redactor()
    redactor.client('AUTH LOGIN')
    for (let count = 0; count < 5_000; count++) expect(redactor.client(`guess-number-${count}`)).toBe(HIDDEN)
    expect(redactor.server('500 5.5.2 guess-number-4999')).toBe(`500 5.5.2 ${HIDDEN}`)
  })

  it('shows that a client cancelled', () => {
    expect(shown(['C: AUTH LOGIN', 'S: 334 VXNlcm5hbWU6', 'C: *', 'S: 501 5.0.0 Cancelled'])).toContain(
      'C: *',
    )
  })

  it('shows the user name that LOGIN sent when a later text names it', () => {
    const redactor = new Redactor()
    redactor.client('AUTH LOGIN')
    redactor.client(base64(USER))
    expect(redactor.text(`account ${USER} may not send as a@b`)).toBe(`account ${USER} may not send as a@b`)
  })

  it('never shows a password of eight or more letters, whatever form of AUTH carries it', () => {
    const password = fc.stringMatching(/^[a-zA-Z0-9!#%+,.:;=?_-]{8,24}$/)
    fc.assert(
      fc.property(
        password,
        fc.constantFrom('PLAIN', 'LOGIN', 'XOAUTH2', 'CRAM-MD5'),
        fc.boolean(),
        (word, how, initial) => {
          const response = how === 'PLAIN' ? base64(`\0${USER}\0${word}`) : base64(word)
          const lines = initial
            ? [`C: AUTH ${how} ${response}`]
            : [`C: AUTH ${how}`, 'S: 334 ', `C: ${base64(USER)}`, 'S: 334 ', `C: ${response}`]
          const text = shown([...lines, `S: 535 no ${response}`]).join('\n')
          return !text.includes(response) && !text.includes(word)
        },
      ),
    )
  })
})
