import { SMTPStream } from 'smtp-server/lib/smtp-stream.js'
import { DataDecoder } from './data-decoder.ts'

/** Takes a message while it arrives. */
export interface DataSink {
  /** Parts of the message in order; a promise says when more may come. It never rejects. */
  push(content: readonly Buffer[], size: number): Promise<void> | undefined
  /** The message is there; commands that the client sent behind it wait until `resume`. */
  end(resume: () => void): void
}

type Done = (error?: Error | null) => void

/**
 * smtp-server's command parser with another data phase: its own unstuffs a dot for each turn of the event loop, passes
 * content through two more streams, and lets bare line feeds through.
 */
export class SmtpParser extends SMTPStream {
  #sink: DataSink | null = null
  #decoder = new DataDecoder()

  startData(sink: DataSink): void {
    this.#sink = sink
    this.#decoder = new DataDecoder()
    this._dataMode = true
  }

  override _feedDataStream(chunk: Buffer, done: Done): void {
    const sink = this.#sink
    if (!sink) {
      done()
      return
    }
    const { content, size, rest } = this.#decoder.push(chunk)
    const wait = size === 0 ? undefined : sink.push(content, size)
    const proceed = () => (rest === null ? done() : this.#endData(sink, rest, done))
    if (wait) void wait.then(proceed)
    else proceed()
  }

  #endData(sink: DataSink, rest: Buffer, done: Done): void {
    this._dataMode = false
    this._remainder = ''
    this.#sink = null
    sink.end(() => this._write(rest, 'buffer', done))
  }
}
