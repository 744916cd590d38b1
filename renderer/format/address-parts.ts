/** How much of the end of an address must stay readable: enough for most domains. */
const TAIL = 12

/**
 * Where to cut an address so that its end stays visible: the head may be shortened by the page with an ellipsis, the
 * tail never is. Short texts have an empty tail.
 */
export function addressParts(address: string): { readonly head: string; readonly tail: string } {
  if (address.length <= TAIL + 4) return { head: address, tail: '' }
  const at = address.lastIndexOf('@')
  const domain = at < 0 ? '' : address.slice(at)
  const tail = domain !== '' && domain.length <= TAIL ? domain : address.slice(-TAIL)
  return { head: address.slice(0, address.length - tail.length), tail }
}

/** An envelope sender as people read it: the null reverse-path gets words. */
export function senderText(sender: string): string {
  return sender === '' ? '<> (bounce)' : sender
}
