import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MailroomProcess } from '../support/mailroom-process.ts'
import { findProgram, runProgram } from '../support/run-program.ts'
import { waitFor } from '../support/wait-for.ts'
import { heldMessage, PASSWORD, startRelay, USER, writeCa } from './relay-under-test.ts'

const message = (subject: string) =>
  `From: scan@office.test\r\nTo: someone@elsewhere.test\r\nSubject: ${subject}\r\n\r\nGrüße aus dem Büro\r\n.\r\n..dots\r\n`

describe('clients that others wrote', () => {
  let relay: MailroomProcess
  let ca: string
  beforeAll(async () => {
    relay = await startRelay()
    ca = await writeCa(relay)
  })
  afterAll(() => relay.stop())

  function curl(url: string, subject: string, ...options: string[]) {
    const login = ['--user', `${USER}:${PASSWORD}`, '--cacert', ca]
    const addresses = ['--mail-from', 'scan@office.test', '--mail-rcpt', 'someone@elsewhere.test']
    return runProgram(
      'curl',
      ['-sS', '--url', url, ...login, ...addresses, '--upload-file', '-', ...options],
      {
        input: message(subject),
      },
    )
  }

  it.skipIf(!findProgram('curl'))('curl submits over STARTTLS and verifies the certificate', async () => {
    const result = await curl(`smtp://localhost:${relay.port('submit')}`, 'curl starttls', '--ssl-reqd', '-4')
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect((await heldMessage(relay, 'curl starttls')).source).toContain(
      'Grüße aus dem Büro\r\n.\r\n..dots\r\n',
    )
  })

  it.skipIf(!findProgram('curl'))('curl submits over implicit TLS', async () => {
    const result = await curl(`smtps://localhost:${relay.port('smtps')}`, 'curl smtps', '-4')
    expect(result).toMatchObject({ code: 0, stderr: '' })
    await heldMessage(relay, 'curl smtps')
  })

  it.skipIf(!findProgram('msmtp'))('msmtp submits with each mechanism', async () => {
    for (const mechanism of ['plain', 'login', 'cram-md5']) {
      const subject = `msmtp ${mechanism}`
      const server = ['--host=localhost', `--port=${relay.port('submit')}`, '--source-ip=127.0.0.1']
      const tls = ['--tls=on', '--tls-starttls=on', `--tls-trust-file=${ca}`]
      const auth = [
        `--auth=${mechanism}`,
        `--user=${USER}`,
        `--passwordeval=echo ${PASSWORD}`,
        '--from=scan@office.test',
      ]
      const input = message(subject).replaceAll('\r\n', '\n')
      const result = await runProgram('msmtp', [...server, ...tls, ...auth, 'someone@elsewhere.test'], {
        input,
      })
      expect(result).toMatchObject({ code: 0, stderr: '' })
      await heldMessage(relay, subject)
    }
  })

  it.skipIf(!findProgram('python3'))("Python's smtplib submits, also with SMTPUTF8 and DSN", async () => {
    const script = join(relay.data, 'send.py')
    await writeFile(script, PYTHON)
    const result = await runProgram('python3', [script, String(relay.port('submit')), ca, USER, PASSWORD])
    expect(result).toMatchObject({ code: 0, stderr: '' })
    const { id, source } = await heldMessage(relay, 'Grüße')
    expect(source).toMatch(/with UTF8SMTPSA/)
    const detail = await relay.call<{ envelope: object; recipients: object[] }>('GET', `/queue/${id}`)
    expect(detail.envelope).toMatchObject({ smtpUtf8: true, ret: 'hdrs', envid: 'QQ314159' })
    expect(detail.recipients).toMatchObject([
      { address: 'jürgen@elsewhere.test', notify: ['success', 'failure'] },
    ])
  })

  it.skipIf(!findProgram('smtp-source'))('smtp-source sends a burst over 10 sessions', async () => {
    const target = `127.0.0.1:${relay.port('clear')}`
    const options = [
      '-s',
      '10',
      '-m',
      '200',
      '-l',
      '5000',
      '-f',
      'scan@office.test',
      '-t',
      'burst@elsewhere.test',
    ]
    const result = await runProgram('smtp-source', [...options, target])
    expect(result.code).toBe(0)
    await waitFor('all 200 held', async () => {
      const filter = { recipient: 'burst@elsewhere.test' }
      const counts = await relay.call<{ held: number }>('POST', '/queue/counts', { filter })
      return counts.held === 200
    })
  })
})

const PYTHON = `
import smtplib, ssl, sys
from email.message import EmailMessage
port, ca, user, password = sys.argv[1:]
with smtplib.SMTP("localhost", int(port), local_hostname="python.office.test") as client:
    client.starttls(context=ssl.create_default_context(cafile=ca))
    client.login(user, password)
    message = EmailMessage()
    message["From"] = "scan@office.test"
    message["To"] = "jürgen@elsewhere.test"
    message["Subject"] = "Grüße"
    message.set_content("Grüße\\n")
    client.ehlo()
    refused = client.send_message(
        message, "scan@office.test", ["jürgen@elsewhere.test"],
        mail_options=["RET=HDRS", "ENVID=QQ314159"],
        rcpt_options=["NOTIFY=SUCCESS,FAILURE"])
    assert refused == {}, refused
    code, text = client.noop()
    assert code == 250 and text.startswith(b"2.0.0"), (code, text)
`
