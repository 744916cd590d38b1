import {
  Archive,
  Calendar,
  File,
  FileCode,
  FileImage,
  FileSpreadsheet,
  FileText,
  type LucideIcon,
  Mail,
  Music,
  Video,
} from 'lucide-react'

const BY_TYPE: ReadonlyArray<readonly [RegExp, LucideIcon]> = [
  [/^image\//, FileImage],
  [/^audio\//, Music],
  [/^video\//, Video],
  [/^message\//, Mail],
  [/calendar/, Calendar],
  [/zip|compressed|tar|7z|rar/, Archive],
  [/spreadsheet|excel|csv/, FileSpreadsheet],
  [/pdf|word|text\/|rtf|opendocument/, FileText],
  [/json|xml|javascript|html/, FileCode],
]

export function AttachmentIcon({ type }: { type: string }) {
  const Icon = BY_TYPE.find(([pattern]) => pattern.test(type))?.[1] ?? File
  return <Icon size={16} aria-hidden="true" className="shrink-0 text-quiet" />
}
