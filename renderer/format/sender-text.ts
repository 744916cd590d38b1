/** An envelope sender as people read it: the null reverse-path gets words. */
export function senderText(sender: string): string {
  return sender === '' ? '<> (bounce)' : sender
}
