/** Everything that a program did to the files below a folder, in order: write-log.c notes it, this reads it. */
import { appendFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { compilePreloaded } from '../preloaded.ts'

export type WriteNote =
  | {
      readonly kind: 'open'
      readonly handle: number
      readonly path: string
      /** Was it made by this? */
      readonly creates: boolean
      readonly truncates: boolean
    }
  | { readonly kind: 'write'; readonly handle: number; readonly at: number; readonly octets: Buffer }
  | { readonly kind: 'resize'; readonly handle: number; readonly size: number }
  /** Of a file or of a folder. `sync` names the pair of beginning and end. */
  | { readonly kind: 'sync-begins' | 'synced'; readonly handle: number; readonly sync: number }
  | { readonly kind: 'rename' | 'link'; readonly from: string; readonly to: string }
  | { readonly kind: 'make-folder' | 'remove'; readonly path: string }
  /** About to be sent to a client. */
  | { readonly kind: 'reply'; readonly text: string }
  /** Noted by the test itself, between what the program does. */
  | { readonly kind: 'mark'; readonly text: string }

const HEAD = 32

/** Compiles the library that is preloaded into `folder`, and answers the environment of a program that is watched. */
export async function buildWriteLog(
  folder: string,
  watched: { readonly root: string; readonly file: string },
): Promise<NodeJS.ProcessEnv> {
  return {
    LD_PRELOAD: await compilePreloaded('power-cut/write-log.c', folder),
    WRITE_LOG_ROOT: watched.root,
    WRITE_LOG_FILE: watched.file,
    // What libuv writes through a ring passes no function of libc.
    UV_USE_IO_URING: '0',
  }
}

/** Notes something of the test's own, after everything that has happened until now. */
export function markWriteLog(file: string, text: string): void {
  const content = Buffer.from(text)
  const head = Buffer.alloc(HEAD)
  head.write('X', 0, 'latin1')
  head.writeBigUInt64LE(BigInt(content.length), 24)
  appendFileSync(file, Buffer.concat([head, content]))
}

export async function readWriteLog(file: string): Promise<readonly WriteNote[]> {
  const log = await readFile(file)
  const notes: WriteNote[] = []
  for (let at = 0; at < log.length; ) {
    const pathLength = log.readUInt32LE(at + 16)
    const secondLength = log.readUInt32LE(at + 20)
    const length = Number(log.readBigUInt64LE(at + 24))
    const path = log.toString('utf8', at + HEAD, at + HEAD + pathLength)
    const second = log.toString('utf8', at + HEAD + pathLength, at + HEAD + pathLength + secondLength)
    const begin = at + HEAD + pathLength + secondLength
    notes.push(
      noteOf({
        kind: log.toString('latin1', at, at + 1),
        handle: log.readUInt32LE(at + 4),
        number: Number(log.readBigUInt64LE(at + 8)),
        path,
        second,
        octets: log.subarray(begin, begin + length),
      }),
    )
    at = begin + length
  }
  return notes
}

interface RawNote {
  readonly kind: string
  readonly handle: number
  readonly number: number
  readonly path: string
  readonly second: string
  readonly octets: Buffer
}

function noteOf({ kind, handle, number, path, second, octets }: RawNote): WriteNote {
  switch (kind) {
    case 'O':
      return {
        kind: 'open',
        handle,
        path,
        creates: (number & 1) !== 0,
        truncates: (number & 2) !== 0,
      }
    case 'W':
      return { kind: 'write', handle, at: number, octets }
    case 'T':
      return { kind: 'resize', handle, size: number }
    case 'S':
      return { kind: 'sync-begins', handle, sync: number }
    case 'E':
      return { kind: 'synced', handle, sync: number }
    case 'R':
      return { kind: 'rename', from: path, to: second }
    case 'L':
      return { kind: 'link', from: path, to: second }
    case 'U':
      return { kind: 'remove', path }
    case 'M':
      return { kind: 'make-folder', path }
    case 'N':
      return { kind: 'reply', text: octets.toString('latin1') }
    case 'X':
      return { kind: 'mark', text: octets.toString('utf8') }
    default:
      throw new Error(`a note of unknown kind ${JSON.stringify(kind)}`)
  }
}
