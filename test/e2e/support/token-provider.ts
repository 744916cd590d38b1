/** A provider as offices have them: an OpenID provider, and an SMTP server that takes nobody without its tokens. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import Provider from 'oidc-provider'
import { SMTPServer } from 'smtp-server'
import { freePort } from '../../support/free-port.ts'
import { TestAuthority } from '../../support/test-certificate.ts'

export interface TokenProvider {
  readonly issuer: string
  readonly clientId: string
  readonly username: string
  readonly smtpPort: number
  readonly received: readonly string[]
  /** What a person does on its pages: signs in and agrees. */
  agree(page: Page): Promise<void>
  close(): Promise<void>
}

export async function openTokenProvider(): Promise<TokenProvider> {
  const username = 'relay@office.test'
  const port = await freePort()
  const issuer = `http://127.0.0.1:${port}`
  const good = new Set<string>()
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'mailroom',
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: ['http://127.0.0.1/'],
      },
    ],
    cookies: { keys: ['of the test'] },
    features: { devInteractions: { enabled: true } },
    async findAccount(_context: unknown, sub: string) {
      return { accountId: sub, claims: async () => ({ sub, email: sub }) }
    },
  })
  provider.on('access_token.saved', (token) => good.add(token.jti))
  const web = createServer(provider.callback()).listen(port, '127.0.0.1')
  await once(web, 'listening')

  const received: string[] = []
  const authority = await TestAuthority.create()
  const certificate = await authority.issue({ names: ['127.0.0.1'] })
  const smtp = new SMTPServer({
    ...certificate,
    authMethods: ['XOAUTH2'],
    onAuth({ username: user, accessToken }, _session, done) {
      if (user === username && accessToken !== undefined && good.has(accessToken)) done(null, { user })
      else done(null, { data: { status: '401', schemes: 'bearer' } })
    },
    onData(stream, _session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        received.push(Buffer.concat(chunks).toString())
        done()
      })
    },
  })
  smtp.on('error', () => undefined)
  smtp.listen(0, '127.0.0.1')
  await once(smtp.server, 'listening')

  return {
    issuer,
    clientId: 'mailroom',
    username,
    smtpPort: (smtp.server.address() as AddressInfo).port,
    received,
    async agree(page) {
      await page.getByPlaceholder('Enter any login').fill(username)
      await page.getByPlaceholder('and password').fill('any')
      await page.getByRole('button', { name: 'Sign-in' }).click()
      await page.getByRole('button', { name: 'Continue' }).click()
      await page
        .getByText(/go back|close/i)
        .first()
        .waitFor()
    },
    async close() {
      web.closeAllConnections()
      await new Promise((resolve) => web.close(resolve))
      await new Promise<void>((resolve) => smtp.close(() => resolve()))
    },
  }
}
