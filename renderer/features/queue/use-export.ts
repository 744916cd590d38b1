import type { MessageRow } from '../../../shared/domain/message.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { saveFile } from '../../files/save-file.ts'
import { problemText } from '../../forms/server-issues.ts'
import { queueSource, wholeSource } from '../../message/mail-source.ts'
import { notify } from '../../ui/toasts.tsx'

/** Saves the source of a message, octet for octet. */
export function useExport({ id, size }: MessageRow): () => void {
  const { client } = useEngine()
  const run = async () => {
    const source = queueSource(client, id, size)
    saveFile(source.fileName, 'message/rfc822', await wholeSource(source))
  }
  return () => void run().catch((error: unknown) => notify({ text: problemText(error), tone: 'problem' }))
}
