import type { InboundSite } from './inbound-site.ts'
import { SmtpClient } from './smtp-client.ts'

/** A client of a listener that has heard the greeting and said EHLO. */
export async function greetedClient(
  site: InboundSite,
  options: { readonly listener?: string; readonly localAddress?: string } = {},
): Promise<SmtpClient> {
  const { listener, ...rest } = options
  const client = await SmtpClient.connect({ port: site.port(listener), ...rest })
  await client.reply()
  await client.expect('EHLO client.test', '250')
  return client
}

/** … and has begun a message to somebody elsewhere. */
export async function begunClient(
  site: InboundSite,
  parameters = '',
  options: { readonly localAddress?: string } = {},
): Promise<SmtpClient> {
  const client = await greetedClient(site, options)
  await client.expect(`MAIL FROM:<a@office.test>${parameters}`, '250')
  await client.expect('RCPT TO:<b@office.test>', '250')
  return client
}

/** Sends the content and the line that ends it. */
export async function sendData(client: SmtpClient, content: string | Uint8Array) {
  await client.expect('DATA', '354')
  client.write(content)
  return client.send('\r\n.')
}
