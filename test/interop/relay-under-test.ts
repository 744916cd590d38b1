import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MailroomProcess } from '../support/mailroom-process.ts'
import { waitFor } from '../support/wait-for.ts'

export const USER = 'scanner'
export const PASSWORD = 'five-green-envelopes'

/**
 * A Mailroom with a listener for each way in; it holds what it accepts. `submit` needs TLS and AUTH, `clear` trusts
 * this computer and takes AUTH without TLS, `untrusted` knows nobody.
 */
export async function startRelay(): Promise<MailroomProcess> {
  const relay = await MailroomProcess.start({
    config: {
      hostname: 'localhost',
      console: { port: 0 },
      localDomains: ['office.test'],
      listeners: [
        { name: 'submit', port: 0, tls: 'starttls', auth: 'required' },
        { name: 'smtps', port: 0, tls: 'implicit', auth: 'required' },
        {
          name: 'clear',
          port: 0,
          tls: 'none',
          auth: 'optional',
          authInClear: true,
          trustedNetworks: ['127.0.0.0/8'],
        },
        { name: 'untrusted', port: 0, tls: 'starttls', auth: 'optional' },
      ],
      accounts: [{ username: USER, password: PASSWORD, allowedSenders: ['*@office.test'], cramMd5: true }],
      rules: [{ name: 'keep', action: { kind: 'hold' } }],
    },
  })
  return relay
}

/** Mailroom's CA in a file, as one would give it to a device. */
export async function writeCa(relay: MailroomProcess): Promise<string> {
  const { caPem } = await relay.call<{ caPem: string }>('GET', '/certificate')
  const file = join(relay.data, 'ca-for-clients.pem')
  await writeFile(file, caPem)
  return file
}

/** The one message with that subject; its source as text. */
export async function heldMessage(
  relay: MailroomProcess,
  subject: string,
): Promise<{ id: string; source: string }> {
  const row = await waitFor(`message "${subject}"`, async () =>
    (await relay.call<{ rows: { id: string; subject: string }[] }>('POST', '/queue/search', {})).rows.find(
      (candidate) => candidate.subject === subject,
    ),
  )
  const { base64 } = await relay.call<{ base64: string }>('GET', `/queue/${row.id}/source`)
  return { id: row.id, source: Buffer.from(base64, 'base64').toString('utf8') }
}

/** Every transcript of the relay as one text, to look for what must not be in it. */
export async function allTranscripts(relay: MailroomProcess): Promise<string> {
  const { rows } = await relay.call<{ rows: { id: string }[] }>('POST', '/sessions/search', { limit: 500 })
  const sessions = await Promise.all(rows.map(({ id }) => relay.call<unknown>('GET', `/sessions/${id}`)))
  return JSON.stringify(sessions)
}
