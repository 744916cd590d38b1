/** The system calls of a running program, by strace. */
import { readFile } from 'node:fs/promises'
import { findProgram, Server } from '../../support/run-program.ts'
import { waitFor } from '../../support/wait-for.ts'

/** One that has returned. */
export interface SystemCall {
  readonly name: string
  /** Path of the file, or the addresses of the connection, that its first argument stands for; '' without one. */
  readonly on: string
  /** The rest of it as strace prints it, with its result. */
  readonly text: string
  /** Moments in one order for all threads. */
  readonly began: number
  readonly ended: number
}

export class CallWatcher {
  readonly #strace: Server
  readonly #file: string

  private constructor(strace: Server, file: string) {
    this.#strace = strace
    this.#file = file
  }

  /** null where it may not watch: another user's process, or a container that forbids it. */
  static async attach(pid: number, names: readonly string[], file: string): Promise<CallWatcher | null> {
    if (!findProgram('strace')) return null
    const args = ['-f', '-yy', '-s', '65536', '-e', `trace=${names.join(',')}`, '-o', file, '-p', String(pid)]
    const strace = new Server('strace', args)
    await waitFor('strace', () => strace.output.includes('attached') || !strace.running)
    return strace.running ? new CallWatcher(strace, file) : null
  }

  /** Lets go of the program, which goes on. */
  async calls(): Promise<SystemCall[]> {
    await this.#strace.stop('SIGINT')
    return readCalls(await readFile(this.#file, 'utf8'))
  }
}

const LINE = /^(\d+) +(?:(\w+)\((.*)|<\.\.\. (\w+) resumed>(.*))$/
const SUBJECT = /^\d+<(?:TCP(?:v6)?:\[([^\]]*)\]|([^>]*))>/
const UNFINISHED = ' <unfinished ...>'

/** What another thread does meanwhile cuts a call into two lines: "name(… <unfinished ...>", "<... name resumed>…". */
function readCalls(trace: string): SystemCall[] {
  const calls: SystemCall[] = []
  const begun = new Map<string, { readonly began: number; readonly text: string }>()
  for (const [moment, line] of trace.split('\n').entries()) {
    const [, thread = '', name, text = '', resumed, rest = ''] = LINE.exec(line) ?? []
    if (name && text.endsWith(UNFINISHED))
      begun.set(thread, { began: moment, text: text.slice(0, -UNFINISHED.length) })
    else if (name) calls.push(call(name, text, moment, moment))
    else if (resumed) {
      const first = begun.get(thread)
      if (first) calls.push(call(resumed, first.text + rest, first.began, moment))
    }
  }
  return calls
}

function call(name: string, text: string, began: number, ended: number): SystemCall {
  const [, connection, path = ''] = SUBJECT.exec(text) ?? []
  return { name, on: connection ?? path, text, began, ended }
}
