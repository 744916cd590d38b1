/**
 * Text without the signs that turn the order of what follows (Unicode bidi overrides, embeddings and isolates): a
 * subject must not show "exe.txt" for "txt.exe". Right-to-left letters keep their own order.
 */
export function withoutOverrides(text: string): string {
  return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
}
