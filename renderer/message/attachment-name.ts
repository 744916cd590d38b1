/** Under which name a part is saved. Pure. */
import type { ContentPart } from '../../shared/contract/content.ts'
import { safeFileName } from '../../shared/text/safe-file-name.ts'

const ENDINGS: Readonly<Record<string, string>> = {
  'message/rfc822': 'eml',
  'message/delivery-status': 'txt',
  'text/rfc822-headers': 'txt',
  'text/calendar': 'ics',
  'text/plain': 'txt',
  'text/html': 'html',
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
}

/** Its own name, else one that says which part it is: "part-2.pdf". */
export function attachmentName({ name, type, id }: ContentPart): string {
  return safeFileName(name ?? '') || `part-${safeFileName(id)}.${ENDINGS[type] ?? 'bin'}`
}

/** Shown in the window; others have to be saved. SVG is left out: it is a document more than a picture. */
export function canPreview({ type, size }: ContentPart): boolean {
  return /^image\/(png|jpe?g|gif|webp|bmp)$/.test(type) && size > 0 && size <= 8 * 1024 * 1024
}

/** Programs and scripts: what comes by mail under such a name is rarely meant well. */
export function isProgram({ name }: ContentPart): boolean {
  return /\.(exe|scr|com|bat|cmd|ps1|vbs|js|jse|wsf|hta|msi|jar|lnk|iso|img|app|dmg|desktop|sh|docm|xlsm)$/i.test(
    name ?? '',
  )
}
