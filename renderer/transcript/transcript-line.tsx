import { ArrowLeft, ArrowRight, KeyRound, LockKeyhole, Mail, StickyNote } from 'lucide-react'
import type { SessionLine, SessionRow } from '../../shared/domain/session.ts'
import { bytes } from '../format/quantity.ts'
import { clockTime, gapText } from '../format/relative-time.ts'
import { t } from '../text/t.ts'
import { classNames } from '../ui/class-names.ts'
import { replyParts } from './reply-parts.ts'

/** From there on a pause is worth seeing. */
const LONG_GAP_MS = 1_000

export interface TranscriptLineProps {
  line: SessionLine
  /** The line before; null at the first. */
  previous: SessionLine | null
  /** Who is the client of this session: they (inbound) or we (outbound). */
  direction: SessionRow['direction']
  marked?: boolean
  /** Without the clock: in narrow places the pauses say enough. */
  compact?: boolean
}

/** Time with the pause before it, direction, and the line itself. Peers' words are text, whatever they contain. */
export function TranscriptLine({
  line,
  previous,
  direction,
  marked = false,
  compact = false,
}: TranscriptLineProps) {
  const gap = previous === null ? 0 : line.at - previous.at
  const continues = continuesReply(previous, line)
  return (
    <div
      className={classNames(
        compact ? 'grid-cols-[3.25rem_1rem_minmax(0,1fr)]' : 'grid-cols-[5.75rem_3.25rem_1rem_minmax(0,1fr)]',
        'grid gap-x-2 px-4 font-mono text-12 leading-[18px]',
        continues ? 'pb-0.5' : 'py-0.5',
        line.cause && 'border-warn border-l-2 bg-warn/6 pl-3.5',
        marked && 'bg-selected',
      )}
    >
      {!compact && <span className="text-faint select-none">{continues ? '' : clockTime(line.at)}</span>}
      <span
        className={classNames(
          'text-right select-none',
          gap >= LONG_GAP_MS ? 'font-medium text-warn' : 'text-faint',
        )}
      >
        {gapText(gap)}
      </span>
      {continues ? <span /> : <Direction line={line} direction={direction} />}
      <Text line={line} />
    </div>
  )
}

/** "250-…" goes on in the next line (RFC 5321 §4.2.1): one reply has one time and one arrow. */
function continuesReply(previous: SessionLine | null, line: SessionLine): boolean {
  return line.kind === 'server' && previous?.kind === 'server' && /^\d{3}-/.test(previous.text)
}

function Direction({ line, direction }: { line: SessionLine; direction: SessionRow['direction'] }) {
  if (line.kind !== 'client' && line.kind !== 'server') return <span />
  const ours = (line.kind === 'server') === (direction === 'inbound')
  const Arrow = ours ? ArrowRight : ArrowLeft
  const who = ours ? t('Mailroom says') : t('The other side says')
  return (
    <span className="flex h-[18px] items-center" title={who}>
      <Arrow size={13} role="img" aria-label={who} className={ours ? 'text-accent' : 'text-quiet'} />
    </span>
  )
}

const CODE_COLOURS = { ok: 'text-ok', more: 'text-accent', warn: 'text-warn', bad: 'text-bad' }

function Text({ line }: { line: SessionLine }) {
  switch (line.kind) {
    case 'client':
      return <ClientText text={line.text} />
    case 'server':
      return (
        <span className="break-words whitespace-pre-wrap select-text">
          {replyParts(line.text).map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one reply never change places.
            <span key={index} className="block">
              {part.code && (
                <span className={classNames('font-semibold', CODE_COLOURS[part.tone])}>{part.code}</span>
              )}
              <span className={part.tone === 'bad' || part.tone === 'warn' ? '' : 'text-quiet'}>
                <Redacted text={part.rest} />
              </span>
            </span>
          ))}
        </span>
      )
    case 'data':
      return (
        <span className="my-0.5 flex w-fit items-center gap-2 rounded border border-line bg-sunken px-2.5 py-1 text-quiet">
          <Mail size={12} aria-hidden="true" />
          {contentText(line.text)}
        </span>
      )
    case 'tls':
      return (
        <Chip>
          <LockKeyhole size={11} aria-hidden="true" className="text-ok" />
          {line.text}
        </Chip>
      )
    case 'note':
      return (
        <span className="flex items-start gap-1.5 font-sans text-quiet select-text">
          <StickyNote size={12} aria-hidden="true" className="mt-0.75 shrink-0" />
          <span className="break-words">{line.text}</span>
        </span>
      )
  }
}

function ClientText({ text }: { text: string }) {
  const [verb = '', ...rest] = text.split(' ')
  return (
    <span className="flex flex-wrap items-center gap-x-2 select-text">
      <span className="break-all whitespace-pre-wrap">
        {verb === HIDDEN ? <Redacted text={verb} /> : <span className="font-semibold">{verb}</span>}
        {rest.length > 0 && <Redacted text={` ${rest.join(' ')}`} />}
      </span>
      {verb.toUpperCase() === 'AUTH' && (
        <Chip>
          <KeyRound size={11} aria-hidden="true" />
          {t('sign-in')}
        </Chip>
      )}
    </span>
  )
}

/** What stands for a secret in transcripts; the engine never keeps the secret itself. */
const HIDDEN = '•••'

function Redacted({ text }: { text: string }) {
  const [first = '', ...rest] = text.split(HIDDEN)
  if (rest.length === 0) return text
  return (
    <>
      {first}
      {rest.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one line never change places.
        <span key={index}>
          <span
            title={t('A password or token: it is left out before the line is kept')}
            className="rounded-sm bg-hover px-1 text-quiet"
          >
            {HIDDEN}
          </span>
          {part}
        </span>
      ))}
    </>
  )
}

/** "message, 49382 octets", as the engine writes it, in the viewer's units. */
function contentText(text: string): string {
  const octets = /^message, (\d+) octets$/.exec(text)?.[1]
  return octets === undefined ? text : t('message, {size}', { size: bytes(Number(octets)) })
}

function Chip({ children }: { children: React.ReactNode }) {
  return (
    <span className="my-0.5 inline-flex w-fit items-center gap-1 rounded-full border border-line px-2 font-sans text-11 leading-4 text-quiet">
      {children}
    </span>
  )
}
