/** Is a file that somebody drops a message that can be read here? Pure. */
import { LARGEST_MESSAGE_FILE, sizesInWords } from '../../../shared/mime/message-file-limit.ts'
import { t } from '../../text/t.ts'

/** What is wrong with it, in words; null where nothing is. */
export function fileProblem({
  name,
  size,
  type,
}: {
  name: string
  size: number
  type: string
}): string | null {
  if (/\.msg$/i.test(name))
    return t('“{name}” is in the format of Outlook alone. Save it there as .eml, then open that.', { name })
  if (!/\.(eml|mht|mhtml)$/i.test(name) && type !== 'message/rfc822')
    return t('“{name}” is no message file. Drop one that ends in .eml.', { name })
  if (size === 0) return t('“{name}” is empty.', { name })
  if (size > LARGEST_MESSAGE_FILE)
    return t('“{name}” has {size}; messages of up to {most} can be opened here. Open it in a mail program.', {
      name,
      ...sizesInWords(size),
    })
  return null
}
