import { takeFiles } from './take-file.ts'

/** Asks the browser for a message file; for windows that have no desktop around them. */
export function chooseMessageFile(): void {
  const field = document.createElement('input')
  field.type = 'file'
  field.accept = '.eml,message/rfc822'
  field.addEventListener('change', () => takeFiles([...(field.files ?? [])]))
  field.click()
}
