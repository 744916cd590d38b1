import { SMTPStream } from 'smtp-server/lib/smtp-stream.js'
import { type CommandLine, CommandLines } from './command-lines.ts'
import { DataDecoder, type Decoded } from './data-decoder.ts'

/** Takes a message while it arrives after DATA. */
export interface DataSink {
  /** Parts of the message in order; a promise says when more may come. It never rejects. */
  push(decoded: Decoded): Promise<void> | undefined
  /** The message is there; commands that the client sent behind it wait until `resume`. */
  end(resume: () => void): void
}

/** Takes the octets of one BDAT command as they are, likewise. */
export interface ChunkSink {
  push(octets: Buffer): Promise<void> | undefined
  end(resume: () => void): void
}

export interface ParserOptions {
  /** Octets of a command. */
  readonly longestCommand: number
  /** May commands end with CR or LF alone? */
  readonly tolerant: () => boolean
  /** Commands that follow wait until `resume`. */
  readonly onLine: (line: CommandLine, resume: () => void) => void
}

type Done = (error?: Error | null) => void

type Content =
  | { readonly kind: 'data'; readonly sink: DataSink; readonly decoder: DataDecoder }
  | { readonly kind: 'chunk'; readonly sink: ChunkSink; left: number }

/** Commands that run before other sessions get their turn. */
const MOST_AT_ONCE = 100

/**
 * smtp-server's parser with other phases: its own takes LF for the end of a command, unstuffs a dot for each turn of
 * the event loop, passes content through two more streams, lets bare line feeds through, and knows no BDAT.
 */
export class SmtpParser extends SMTPStream {
  readonly #options: ParserOptions
  readonly #lines = new CommandLines()
  #content: Content | null = null

  constructor(options: ParserOptions) {
    super()
    this.#options = options
  }

  startData(sink: DataSink): void {
    this.#content = { kind: 'data', sink, decoder: new DataDecoder() }
  }

  /** The next `size` octets, at least one, are content (RFC 3030 §2). */
  startChunk(size: number, sink: ChunkSink): void {
    this.#content = { kind: 'chunk', sink, left: size }
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding | 'buffer', done: Done): void {
    if (this.isClosed) {
      done()
      return
    }
    if (this.#content) this.#feed(this.#content, this.#lines.withoutPendingLf(chunk), done)
    else {
      this.#lines.push(chunk)
      this.#readLines(done)
    }
  }

  /** What was not ended is no command, also when nothing more can come. */
  override _flushData(): void {}

  #readLines(done: Done): void {
    let busy = false
    let again = false
    let processed = 0
    // A handler may resume at once: loop instead of recursing, whatever number of commands is pipelined.
    const readLine = (): void => {
      again = true
      if (busy) return
      busy = true
      try {
        while (again) {
          again = false
          if (!this.#readOne(done, readLine)) return
          processed += 1
          if (again && processed % MOST_AT_ONCE === 0) {
            again = false
            setImmediate(readLine)
          }
        }
      } finally {
        busy = false
      }
    }
    readLine()
  }

  /** False where `done` was called, or will be. */
  #readOne(done: Done, resume: () => void): boolean {
    if (this.isClosed) {
      done()
      return false
    }
    if (this.#content) {
      this.#feed(this.#content, this.#lines.take(), done)
      return false
    }
    const line = this.#lines.next(this.#options.tolerant())
    if ((line?.octets.length ?? this.#lines.length) > this.#options.longestCommand) {
      this.#lines.take()
      done(new Error('a command line is too long'))
      return false
    }
    if (!line) {
      done()
      return false
    }
    this.#options.onLine(line, resume)
    return true
  }

  #feed(content: Content, octets: Buffer, done: Done): void {
    if (octets.length === 0) {
      done()
      return
    }
    const { wait, rest } = content.kind === 'data' ? feedData(content, octets) : feedChunk(content, octets)
    const proceed = () => (rest === null ? done() : this.#end(content, rest, done))
    if (wait) void wait.then(proceed)
    else proceed()
  }

  #end(content: Content, rest: Buffer, done: Done): void {
    this.#content = null
    content.sink.end(() => this._write(rest, 'buffer', done))
  }
}

/** `rest` is null while the content goes on. */
interface Fed {
  readonly wait: Promise<void> | undefined
  readonly rest: Buffer | null
}

function feedData({ decoder, sink }: Extract<Content, { kind: 'data' }>, octets: Buffer): Fed {
  const decoded = decoder.push(octets)
  const empty = decoded.size === 0 && decoded.bareCr === 0 && decoded.nuls === 0
  return { wait: empty ? undefined : sink.push(decoded), rest: decoded.rest }
}

function feedChunk(content: Extract<Content, { kind: 'chunk' }>, octets: Buffer): Fed {
  const part = octets.subarray(0, content.left)
  content.left -= part.length
  const wait = content.sink.push(part)
  return { wait, rest: content.left === 0 ? octets.subarray(part.length) : null }
}
