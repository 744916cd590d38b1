import type { SessionLine } from '../../shared/domain/session.ts'
import { TranscriptLine } from './transcript-line.tsx'

export interface ShortTranscriptProps {
  label: string
  lines: readonly SessionLine[]
  direction: 'inbound' | 'outbound'
}

/** A conversation as a part of something else: a few lines high, without tools. Nothing while nothing was said. */
export function ShortTranscript({ label, lines, direction }: ShortTranscriptProps) {
  if (lines.length === 0) return null
  return (
    <div
      role="log"
      aria-label={label}
      className="max-h-80 overflow-auto rounded border border-line bg-sunken py-2"
    >
      {lines.map((line, index) => (
        <TranscriptLine
          key={line.number}
          line={line}
          previous={lines[index - 1] ?? null}
          direction={direction}
          compact
        />
      ))}
    </div>
  )
}
