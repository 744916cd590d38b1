/** Is a file that somebody drops a message that can be read here? Pure. */
import { bytes } from '../../format/quantity.ts'
import { t } from '../../text/t.ts'

/** Octets. Mail that is larger is refused by nearly every server, and the engine takes no more over the wire. */
const LARGEST_FILE = 64 * 1024 * 1024

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
  if (size > LARGEST_FILE)
    return t('“{name}” has {size}; messages of up to {most} can be opened here.', {
      name,
      size: bytes(size),
      most: bytes(LARGEST_FILE),
    })
  return null
}
