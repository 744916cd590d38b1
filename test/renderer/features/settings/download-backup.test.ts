import { afterEach, expect, test } from 'vitest'
import { useDesktop } from '../../../../renderer/desktop/desktop.ts'
import { createMemoryDesktop } from '../../../../renderer/desktop/memory-desktop.ts'
import { downloadBackup } from '../../../../renderer/features/settings/download-backup.ts'
import type { BackupView } from '../../../../shared/contract/backups.ts'
import type { Client } from '../../../../shared/contract/contract.ts'

afterEach(() => useDesktop.setState({ client: null }))

test('a backup goes to the disk of the desktop chunk by chunk', async () => {
  const desktop = createMemoryDesktop()
  useDesktop.setState({ client: desktop.client })
  const pieces = ['first', 'second', 'last']
  const client = {
    backups: {
      read: async ({ offset }: { offset: number }) => ({
        base64: btoa(pieces[offset] ?? ''),
        nextOffset: offset + 1 < pieces.length ? offset + 1 : null,
      }),
    },
  } as unknown as Client
  const shares: number[] = []
  await downloadBackup(client, { name: 'a.mailroom-backup', size: 3 } as BackupView, (share) =>
    shares.push(share),
  )
  expect(desktop.asked).toEqual(['files.write', 'files.write', 'files.write'])
  expect(shares).toEqual([1 / 3, 2 / 3, 1])
})
