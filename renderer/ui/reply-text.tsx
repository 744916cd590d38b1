/** A peer's words, in full, as it said them. Always text, never markup. */
export function ReplyText({
  text,
  tone = 'plain',
}: {
  text: string
  tone?: 'plain' | 'bad' | 'warn' | 'ok'
}) {
  const edge = { plain: 'border-line-strong', bad: 'border-bad', warn: 'border-warn', ok: 'border-ok' }[tone]
  return (
    <p
      className={`border-l-2 ${edge} bg-sunken px-2.5 py-1.5 font-mono text-12 break-words whitespace-pre-wrap`}
    >
      {text}
    </p>
  )
}
