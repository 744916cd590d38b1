import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MailroomProcess } from '../support/mailroom-process.ts'
import { findProgram, runProgram } from '../support/run-program.ts'
import { allTranscripts, heldMessage, PASSWORD, startRelay, USER } from './relay-under-test.ts'

describe.skipIf(!findProgram('swaks'))('swaks', () => {
  let relay: MailroomProcess
  beforeAll(async () => {
    relay = await startRelay()
  })
  afterAll(() => relay.stop())

  function swaks(listener: string, subject: string, ...options: string[]) {
    const server = [
      '--server',
      '127.0.0.1',
      '--port',
      String(relay.port(listener)),
      '--helo',
      'copier.office.test',
    ]
    const addresses = ['--from', 'scan@office.test', '--to', 'someone@elsewhere.test']
    return runProgram('swaks', [...server, ...addresses, '--header', `Subject: ${subject}`, ...options])
  }

  const login = (mechanism: string, password = PASSWORD) => [
    '--auth',
    mechanism,
    '--auth-user',
    USER,
    '--auth-password',
    password,
  ]

  const tlsForms: Record<string, { listener: string; options: string[] }> = {
    'in the clear': { listener: 'clear', options: [] },
    STARTTLS: { listener: 'submit', options: ['--tls'] },
    'implicit TLS': { listener: 'smtps', options: ['--tls-on-connect'] },
  }

  for (const [form, { listener, options }] of Object.entries(tlsForms))
    for (const mechanism of ['PLAIN', 'LOGIN', 'CRAM-MD5'])
      it(`submits with AUTH ${mechanism}, ${form}`, async () => {
        const subject = `${mechanism} ${listener}`
        const result = await swaks(listener, subject, ...options, ...login(mechanism))
        expect(result.stdout).toMatch(/<[-~] {2}250 2\.0\.0 .*queued as/)
        expect(result.code).toBe(0)
        const { source } = await heldMessage(relay, subject)
        const keyword = listener === 'clear' ? 'ESMTPA' : 'ESMTPSA'
        expect(source).toMatch(new RegExp(`^Received: from copier\\.office\\.test[^]*? with ${keyword}\\b`))
        expect(source.slice(0, source.indexOf('\nDate:'))).not.toContain(USER)
      })

  it('refuses a wrong password with 535 5.7.8', async () => {
    const result = await swaks('submit', 'wrong', '--tls', ...login('PLAIN', 'not-the-password'))
    expect(result.stdout).toContain('535 5.7.8')
    expect(result.code).not.toBe(0)
  })

  it('offers AUTH only after STARTTLS', async () => {
    const before = await swaks('submit', 'never', '--quit-after', 'EHLO')
    const after = await swaks('submit', 'never', '--tls', '--quit-after', 'EHLO')
    expect(before.stdout).not.toMatch(/250[ -]AUTH/)
    expect(before.stdout).toMatch(/250[ -]STARTTLS/)
    expect(after.stdout).toMatch(/250[ -]AUTH/)
    expect(after.stdout).not.toMatch(/<~ +250[ -]STARTTLS/)
  })

  it('refuses to relay for a client that nobody knows, and says what to do', async () => {
    const result = await swaks('untrusted', 'spam')
    expect(result.stdout).toMatch(/550 5\.7\.1 .*(sign in|trusted network)/i)
  })

  it('accepts mail to a local domain from anyone', async () => {
    const result = await swaks('untrusted', 'for us', '--to', 'front-desk@office.test')
    expect(result.code).toBe(0)
    await heldMessage(relay, 'for us')
  })

  it('refuses a sender that the account may not use', async () => {
    const result = await swaks('submit', 'boss', '--tls', ...login('PLAIN'), '--from', 'boss@elsewhere.test')
    expect(result.stdout).toMatch(/55[03] 5\.7\.1/)
  })

  it('takes pipelined commands', async () => {
    const result = await swaks('clear', 'pipelined', '--pipeline')
    expect(result.code).toBe(0)
    await heldMessage(relay, 'pipelined')
  })

  it('leaves no credentials in any transcript', async () => {
    const text = await allTranscripts(relay)
    for (const secret of [PASSWORD, 'not-the-password'])
      for (const form of [
        secret,
        Buffer.from(secret).toString('base64'),
        Buffer.from(`\0${USER}\0${secret}`).toString('base64'),
      ])
        expect(text).not.toContain(form)
    expect(text).toContain('AUTH PLAIN •••')
  })
})
