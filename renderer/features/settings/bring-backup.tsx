import { useMutation } from '@tanstack/react-query'
import { Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { backupNameSchema } from '../../../shared/contract/backups.ts'
import type { Client } from '../../../shared/contract/contract.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { toBase64 } from '../../files/base64.ts'
import { problemText } from '../../forms/server-issues.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { notify } from '../../ui/toasts.tsx'

const CHUNK = 3 * 1024 * 1024

/** A backup that was kept elsewhere comes back among the others. */
export function BringBackup({ onBrought }: { onBrought: () => void }) {
  const { client } = useEngine()
  const picker = useRef<HTMLInputElement>(null)
  const [share, setShare] = useState(0)
  const bring = useMutation({
    mutationFn: (file: File) => upload(client, file, setShare),
    onSuccess: () => notify({ text: t('The backup is in the list now.') }),
    onError: (error) =>
      notify({ text: error instanceof WrongName ? error.message : problemText(error), tone: 'problem' }),
    onSettled: onBrought,
  })
  return (
    <>
      <Button icon={<Upload size={13} />} busy={bring.isPending} onClick={() => picker.current?.click()}>
        {bring.isPending
          ? t('Bringing it, {share} %', { share: Math.round(share * 100) })
          : t('Bring a backup…')}
      </Button>
      <input
        ref={picker}
        type="file"
        accept=".mailroom-backup"
        tabIndex={-1}
        aria-label={t('Backup file')}
        className="hidden"
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) bring.mutate(file)
        }}
      />
    </>
  )
}

class WrongName extends Error {}

async function upload(client: Client, file: File, onShare: (share: number) => void): Promise<void> {
  const { name } = file
  if (!backupNameSchema.safeParse(name).success)
    throw new WrongName(t('“{name}” is no backup: its name ends with .mailroom-backup.', { name }))
  for (let offset = 0; offset < file.size; offset += CHUNK) {
    const octets = new Uint8Array(await file.slice(offset, offset + CHUNK).arrayBuffer())
    const last = offset + CHUNK >= file.size
    await client.backups.write({ name, offset, base64: toBase64(octets), last })
    onShare(Math.min(1, (offset + CHUNK) / file.size))
  }
}
