/** Plain text in runs of one depth of quotation, and its signature. Pure. */

export interface TextRun {
  readonly kind: 'text' | 'quoted' | 'signature'
  readonly content: string
}

export function textRuns(text: string): readonly TextRun[] {
  const runs: { kind: TextRun['kind']; lines: string[] }[] = []
  let signed = false
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    // RFC 3676 §4.3.
    signed ||= line === '-- '
    const kind = signed ? 'signature' : line.startsWith('>') ? 'quoted' : 'text'
    const last = runs.at(-1)
    // The first mark of quotation is drawn as a line beside the text.
    const content = kind === 'quoted' ? line.replace(/^> ?/, '') : line
    if (last?.kind === kind) last.lines.push(content)
    else runs.push({ kind, lines: [content] })
  }
  return runs.map(({ kind, lines }) => ({ kind, content: lines.join('\n') }))
}
