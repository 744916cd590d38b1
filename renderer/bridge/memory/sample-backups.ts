import type { AuditEntryView } from '../../../shared/contract/audit.ts'
import type { BackupView } from '../../../shared/contract/backups.ts'

const DAY = 86_400_000

export function sampleBackups(now: number): BackupView[] {
  const one = (age: number, rest: Partial<BackupView>): BackupView => {
    const at = now - age
    const stamp = new Date(at).toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '')
    return {
      name: `${stamp}.mailroom-backup`,
      createdAt: at,
      size: 94_310_912,
      version: '0.1.0',
      reason: 'scheduled',
      openMessages: 18,
      problem: null,
      ...rest,
    }
  }
  return [
    one(5 * 3_600_000, {}),
    one(29 * 3_600_000, { size: 93_118_001, openMessages: 7 }),
    one(2 * DAY, { reason: 'before-restore', size: 91_000_224, openMessages: 3 }),
    one(9 * DAY, { reason: 'manual', size: 88_401_551, openMessages: 0 }),
    one(40 * DAY, {
      reason: 'manual',
      version: '',
      size: 1_204_224,
      openMessages: 0,
      problem: 'It is damaged, or no backup of Mailroom.',
    }),
  ]
}

export function sampleAudit(now: number): AuditEntryView[] {
  const entries: Omit<AuditEntryView, 'id' | 'at'>[] = [
    {
      actor: 'window',
      action: 'route changed',
      detail: {
        name: 'provider',
        newName: 'provider',
        changes: [
          { field: 'routes[provider].port', from: 25, to: 587 },
          { field: 'routes[provider].tls', from: 'opportunistic', to: 'required' },
          { field: 'route:provider', secret: 'changed' },
        ],
      },
    },
    {
      actor: 'window',
      action: 'send-now',
      detail: { selection: { kind: 'filter', filter: { route: 'provider' } }, changed: 12, unchanged: 0 },
    },
    {
      actor: 'schedule',
      action: 'backup made',
      detail: { name: '2026-11-22-021500.mailroom-backup', size: 94_310_912 },
    },
    {
      actor: 'mailroom',
      action: 'sign-in locked',
      detail: { kind: 'account-from-client', account: 'practice-software', client: '192.168.10.77' },
    },
    {
      actor: 'console',
      action: 'settings changed',
      detail: { changes: [{ field: 'retention.history', from: '90d', to: '30d' }] },
    },
    {
      actor: 'cli',
      action: 'app password added',
      detail: { username: 'scanner', name: 'Copier, ground floor' },
    },
    {
      actor: 'window',
      action: 'relay rule added',
      detail: {
        name: 'قاعدة البريد',
        newName: 'قاعدة البريد',
        changes: [
          {
            field: 'rules[قاعدة البريد]',
            from: null,
            to: { name: 'قاعدة البريد', action: { kind: 'hold' } },
          },
        ],
      },
    },
    { actor: 'window', action: 'pause', detail: { route: null } },
    { actor: 'config file', action: 'configuration imported', detail: {} },
    {
      actor: 'cli',
      action: 'backup restored',
      detail: { name: '2026-11-20-120000.mailroom-backup', held: 3, carried: 14, sendAgain: false },
    },
  ]
  return Array.from({ length: 640 }, (_, index) => ({
    id: 640 - index,
    at: now - index * 5_400_000 - 240_000,
    ...(entries[index % entries.length] as (typeof entries)[number]),
  }))
}
