/** format=flowed (RFC 3676): lines that a program broke to fit become one again. Pure. */
export function flowedText(text: string, { delSp }: { readonly delSp: boolean }): string {
  const result: { depth: number; content: string; open: boolean }[] = []
  for (const line of text.split(/\r?\n/)) {
    const depth = /^>*/.exec(line)?.[0].length ?? 0
    // Space-stuffing (§4.4): one space was put before the content.
    const content = line.slice(depth).replace(/^ /, '')
    const open = content.endsWith(' ') && content !== '-- '
    const last = result.at(-1)
    if (last?.open && last.depth === depth && content !== '-- ') {
      last.content = `${delSp ? last.content.slice(0, -1) : last.content}${content}`
      last.open = open
    } else result.push({ depth, content, open })
  }
  return result
    .map(({ depth, content }) => `${'>'.repeat(depth)}${depth > 0 ? ' ' : ''}${content}`)
    .join('\n')
}
