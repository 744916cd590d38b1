/** What somebody typed to search for, word by word. */
export function typedWords(text: string | undefined): readonly string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '')
}
