/** How large a message file may be to be read outside of the queue: it is read whole, by the window or by one call. */

const MEBIBYTE = 1024 * 1024

/** Octets. Mail that is larger is refused by nearly every server. */
export const LARGEST_MESSAGE_FILE = 64 * MEBIBYTE

/** The same in base64. */
export const LARGEST_MESSAGE_BASE64 = Math.ceil(LARGEST_MESSAGE_FILE / 3) * 4

/** What goes into the words for a file that is too large, so that a size just above the limit does not read as it. */
export function sizesInWords(size: number): { readonly size: string; readonly most: string } {
  return {
    size: `${Math.ceil(size / MEBIBYTE)} MiB`,
    most: `${LARGEST_MESSAGE_FILE / MEBIBYTE} MiB`,
  }
}
