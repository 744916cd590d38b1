/** The configuration of the invented office. */
import type { AccountListing } from '../../../shared/contract/accounts.ts'
import type { DkimKeyView } from '../../../shared/contract/dkim.ts'
import type { Lock } from '../../../shared/contract/security.ts'
import { type Config, configSchema } from '../../../shared/domain/config.ts'

export function sampleConfig(): Config {
  return configSchema.parse({
    hostname: 'relay.office.test',
    localDomains: ['office.test'],
    localMail: {
      mailboxes: [{ address: 'anna@office.test' }, { address: 'tom@office.test', quota: '4GiB' }],
      aliases: [{ address: 'sales@office.test', members: ['anna@office.test', 'tom@office.test'] }],
      quota: '2GiB',
    },
    listeners: [
      { name: 'local', host: '127.0.0.1', port: 2525, trustedNetworks: ['127.0.0.0/8', '::1/128'] },
      {
        name: 'lan',
        host: '192.168.10.5',
        port: 25,
        trustedNetworks: ['192.168.10.0/24'],
        authInClear: true,
      },
      { name: 'smtps', host: '192.168.10.5', port: 465, tls: 'implicit', auth: 'required' },
    ],
    networks: [
      {
        name: 'Copiers',
        addresses: ['192.168.10.31', '192.168.10.32'],
        allowedSenders: ['copier@office.test'],
        limits: { messagesPerHour: 60 },
        tolerate: ['any-hello', 'old-tls', 'bare-line-ends'],
      },
      { name: 'Server room', addresses: ['192.168.20.0/28'], allowedSenders: ['*@office.test'] },
    ],
    routes: [
      {
        name: 'provider',
        kind: 'smarthost',
        host: 'smtp.provider.example',
        auth: { kind: 'password', username: 'office@provider.example' },
      },
      { name: 'direct', kind: 'mx' },
      {
        name: 'microsoft',
        kind: 'smarthost',
        preset: 'microsoft365',
        host: 'smtp.office365.com',
        pacing: { messagesPerMinute: 30, recipientsPerDay: 10_000 },
        fallbacks: [{ host: 'smtp2.provider.example', port: 587 }],
        auth: {
          kind: 'oauth2',
          provider: 'microsoft',
          username: 'relay@office.test',
          clientId: '4f1d9a52-8c1e-4e0a-9d55-0b7d5c2f6a10',
          tenant: 'office.test',
        },
      },
      { name: 'mailboxes', kind: 'maildir', path: '/srv/mail' },
      { name: 'sandbox', kind: 'capture' },
    ],
    rules: [
      {
        name: 'Colleagues',
        match: { recipientDomains: ['office.test', '*.office.test'] },
        action: { kind: 'route', route: 'mailboxes' },
      },
      {
        name: 'Test systems',
        match: { clientNetworks: ['192.168.99.0/24'] },
        action: { kind: 'route', route: 'sandbox' },
      },
      {
        name: 'Large scans wait for a look',
        match: { accounts: ['scanner'], minSize: '20MiB' },
        action: { kind: 'hold', reason: 'Larger than 20 MiB' },
      },
      {
        name: 'No mail to the old domain',
        enabled: false,
        match: { recipientDomains: ['old-office.example'] },
        action: { kind: 'reject', code: 550, text: 'This domain is gone; write to office.test' },
      },
      { name: 'Everything else', match: {}, action: { kind: 'route', route: 'provider' } },
    ],
  })
}

export function sampleAccounts(now: number): AccountListing[] {
  const day = 86_400_000
  const account = (username: string, rest: Partial<AccountListing>): AccountListing => ({
    username,
    allowedSenders: ['*@office.test'],
    allowedFrom: ['*'],
    allowedNetworks: [],
    limits: {},
    appPasswords: [],
    usage: { messagesLastHour: 0, messagesLastDay: 0, recipientsLastHour: 0, recipientsLastDay: 0 },
    limitReached: null,
    disabled: false,
    cramMd5: false,
    createdAt: now - 90 * day,
    lastUsedAt: now - 4 * 60_000,
    ...rest,
  })
  return [
    account('scanner', {
      allowedSenders: ['scanner@office.test'],
      cramMd5: true,
      limits: { messagesPerDay: 500 },
      usage: { messagesLastHour: 7, messagesLastDay: 84, recipientsLastHour: 7, recipientsLastDay: 91 },
      appPasswords: [
        { id: 'k2', name: 'Copier, ground floor', createdAt: now - 60 * day, lastUsedAt: now - 4 * 60_000 },
        { id: 'k7', name: 'Franking machine', createdAt: now - 9 * day, lastUsedAt: null },
      ],
    }),
    account('practice-software', { lastUsedAt: now - 2 * 3_600_000 }),
    account('webshop', { allowedSenders: ['*@shop.office.test'], lastUsedAt: now - 40_000 }),
    account('old-printer', { disabled: true, lastUsedAt: now - 45 * day }),
    account('backup-nas', { allowedSenders: ['*'], lastUsedAt: null, createdAt: now - 3_600_000 }),
  ]
}

export function sampleLocks(now: number): Lock[] {
  return [
    {
      id: 'practice-software@192.168.10.77',
      kind: 'account-from-client',
      account: 'practice-software',
      client: '192.168.10.77',
      failures: 10,
      since: now - 3 * 60_000,
      until: now + 12 * 60_000,
    },
  ]
}

export function sampleDkim(now: number): DkimKeyView[] {
  const publicKey =
    'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAuY3vNq0mD8t5b1x4Zl2Yw7c0Jr9sQKpT6hXg3dPq1uV8nE5aWfLkMzBoVw2XtYcR4jH7sNqP9eGd6KmTbUuA'
  return [
    {
      domain: 'office.test',
      selector: 'm2026',
      algorithm: 'rsa-2048',
      publicKey,
      active: true,
      createdAt: now - 40 * 86_400_000,
      usable: true,
      record: { name: 'm2026._domainkey.office.test', value: `v=DKIM1; k=rsa; p=${publicKey}` },
    },
  ]
}
