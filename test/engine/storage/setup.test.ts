import { describe, expect, it } from 'vitest'
import type { StoredAccount } from '../../../main/engine/storage/storage.ts'
import { NOON } from '../../support/sample-message.ts'
import { temporaryStorage } from '../../support/temporary-storage.ts'

const ACCOUNT: StoredAccount = {
  username: 'scanner',
  allowedSenders: ['*@office.test'],
  allowedFrom: ['*'],
  allowedNetworks: ['192.168.1.0/24'],
  limits: { messagesPerHour: 30 },
  appPasswords: [{ id: 'a1', name: 'hall copier', hash: 'sha256$…', createdAt: NOON, lastUsedAt: null }],
  disabled: false,
  cramMd5: true,
  createdAt: NOON,
  lastUsedAt: null,
  passwordHash: 'scrypt$…',
  sealedPassword: 'key1:…',
}

const audit = (action: string) => ({ at: NOON, actor: 'window', action, detail: { why: 'test' } })

describe('accounts', () => {
  it('are added, renamed, used and removed, each with an audit entry', async () => {
    const storage = await temporaryStorage()
    await storage.putAccount(ACCOUNT, null, audit('add'))
    storage.touchAccount('scanner', null, NOON + 5)
    storage.touchAccount('scanner', null, NOON + 3)
    expect(await storage.listAccounts()).toMatchObject([{ lastUsedAt: NOON + 5 }])
    const renamed = { ...ACCOUNT, username: 'printer', disabled: true }
    await storage.putAccount(renamed, 'scanner', audit('rename'))
    expect(await storage.listAccounts()).toEqual([renamed])
    expect(await storage.removeAccount('scanner', audit('remove'))).toBe(false)
    expect(await storage.removeAccount('printer', audit('remove'))).toBe(true)
    expect((await storage.listAudit(10)).map(({ action }) => action)).toEqual(['remove', 'rename', 'add'])
  })
})

describe('configuration, pauses and values', () => {
  it('come back as they were written', async () => {
    const storage = await temporaryStorage()
    expect(await storage.getConfiguration()).toBeNull()
    await storage.setConfiguration({ hostname: 'relay.office.test' }, audit('configure'))
    expect(await storage.getConfiguration()).toEqual({ hostname: 'relay.office.test' })
    expect(await storage.getPauses()).toEqual({ queue: false, routes: [] })
    await storage.setPauses({ queue: true, routes: ['provider'] }, audit('pause'))
    expect(await storage.getPauses()).toEqual({ queue: true, routes: ['provider'] })
    expect(await storage.getValue('pauses')).toBeNull()
    await storage.setValue('ca', 'sealed')
    await storage.setValue('ca', 'sealed again')
    expect(await storage.getValue('ca')).toBe('sealed again')
    expect(await storage.listAudit(1)).toEqual([audit('pause')])
  })
})
