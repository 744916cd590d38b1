import { openMessageFile } from '../../desktop/opened-message.ts'
import { toBase64 } from '../../files/base64.ts'
import { t } from '../../text/t.ts'
import { notify } from '../../ui/toasts.tsx'
import { fileProblem } from './check-file.ts'

/** Opens the first of the files to be read; says what is wrong where it cannot be. */
export function takeFiles(files: readonly File[]): void {
  const [file] = files
  if (!file) return
  const problem = fileProblem(file)
  if (problem !== null) {
    notify({ text: problem, tone: 'problem' })
    return
  }
  if (files.length > 1) notify({ text: t('One message is opened at a time: “{name}”.', { name: file.name }) })
  read(file).catch((error: unknown) => {
    console.warn('Reading a file failed.', error)
    notify({
      text: t('“{name}” could not be read. Is it still there?', { name: file.name }),
      tone: 'problem',
    })
  })
}

async function read(file: File): Promise<void> {
  openMessageFile({ name: file.name, base64: toBase64(new Uint8Array(await file.arrayBuffer())) })
}
