/** Hands a message in and says what became of it, however far it came. */
import { randomBytes } from 'node:crypto'
import { SmtpClient, type SmtpReply } from '../../../support/smtp-client.ts'

export interface Offer {
  readonly subject: string
  readonly recipient?: string
  /** Of the body. */
  readonly octets?: number
  /** NOTIFY of the recipient. */
  readonly notify?: string
}

export async function signOn(port: number): Promise<SmtpClient> {
  const client = await SmtpClient.connect({ port })
  await client.reply()
  await client.expect('EHLO client.test', '250')
  return client
}

/** The last reply: 250 to the whole message, or the first refusal; after one the transaction is reset. */
export async function offerMail(client: SmtpClient, offer: Offer): Promise<SmtpReply> {
  const { subject, recipient = 'b@far.test', octets = 1_000, notify } = offer
  const envelope = [
    'MAIL FROM:<a@office.test>',
    `RCPT TO:<${recipient}>${notify === undefined ? '' : ` NOTIFY=${notify}`}`,
    'DATA',
  ]
  for (const line of envelope) {
    const reply = await client.send(line)
    if (reply.code < 400) continue
    await client.expect('RSET', '250')
    return reply
  }
  const head = `From: a@office.test\r\nSubject: ${subject}\r\n\r\n`
  return client.send(`${head}${noise(octets)}.`)
}

/** Lines that no backup makes smaller than a third less. */
function noise(octets: number): string {
  const text = randomBytes(Math.ceil((octets * 3) / 4)).toString('base64')
  return text.replace(/.{1,72}/g, '$&\r\n')
}

/** As a script would, on a connection of its own. */
export async function sendOnce(port: number, offer: Offer): Promise<SmtpReply> {
  const client = await signOn(port)
  const reply = await offerMail(client, offer)
  client.end()
  return reply
}
