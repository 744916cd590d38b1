import { describe, expect, it } from 'vitest'
import { configSchema } from '../../../shared/domain/config.ts'

describe('configuration', () => {
  it('is complete when it is empty: this computer may submit on 127.0.0.1:2525', () => {
    const config = configSchema.parse({})
    expect(config.listeners).toMatchObject([
      { host: '127.0.0.1', port: 2525, tls: 'starttls', trustedNetworks: ['127.0.0.0/8', '::1/128'] },
    ])
    expect(config.retry.schedule).toEqual(['1m', '5m', '15m', '30m', '1h', '2h'])
    expect(config.routes).toEqual([])
  })

  it('reads the example of the documentation', () => {
    const result = configSchema.safeParse({
      hostname: 'relay.office.test',
      postmaster: 'postmaster@office.test',
      console: { host: '127.0.0.1', port: 8025 },
      dns: { servers: ['127.0.0.1:5353'] },
      localDomains: ['office.test'],
      listeners: [
        {
          name: 'lan',
          host: '127.0.0.1',
          port: 2525,
          tls: 'starttls',
          auth: 'optional',
          trustedNetworks: ['127.0.0.0/8'],
          maxSize: '50MiB',
        },
        { name: 'smtps', host: '127.0.0.1', port: 2465, tls: 'implicit', auth: 'required' },
      ],
      accounts: [
        { username: 'scanner', password: 'long enough', allowedSenders: ['*@office.test'], cramMd5: false },
      ],
      routes: [
        {
          name: 'provider',
          kind: 'smarthost',
          host: 'smtp.provider.test',
          port: 587,
          tls: 'required',
          auth: { kind: 'password', username: 'u', password: 'p' },
        },
        { name: 'direct', kind: 'mx' },
        { name: 'mailboxes', kind: 'maildir', path: '/var/mail' },
        { name: 'dovecot', kind: 'lmtp', host: '127.0.0.1', port: 24 },
        { name: 'sandbox', kind: 'capture' },
      ],
      rules: [
        {
          name: 'local',
          match: { recipientDomains: ['office.test'] },
          action: { kind: 'route', route: 'mailboxes' },
        },
        { name: 'rest', match: {}, action: { kind: 'route', route: 'provider' } },
      ],
      retry: { schedule: ['1m', '5m', '15m', '30m', '1h', '2h'], expireAfter: '5d', delayNoticeAfter: '4h' },
    })
    expect(result.error?.issues).toBeUndefined()
  })

  it.each([
    [{ listeners: [{ name: 'x', port: 70_000 }] }, ['listeners', 0, 'port']],
    [
      { listeners: [{ name: 'x', port: 25, trustedNetworks: ['10.0.0.0/40'] }] },
      ['listeners', 0, 'trustedNetworks', 0],
    ],
    [{ routes: [{ name: 'x', kind: 'smarthost', host: 'bad host' }] }, ['routes', 0, 'host']],
    [
      { rules: [{ name: 'x', action: { kind: 'reject', text: 'two\r\nlines' } }] },
      ['rules', 0, 'action', 'text'],
    ],
    [{ retry: { expireAfter: 'soon' } }, ['retry', 'expireAfter']],
    [{ accounts: [{ username: 'a', password: 'short' }] }, ['accounts', 0, 'password']],
  ])('names the field that is wrong: %j', (config, path) => {
    expect(configSchema.safeParse(config).error?.issues.map((issue) => issue.path)).toContainEqual(path)
  })
})
