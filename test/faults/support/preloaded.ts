import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findProgram, runProgram } from '../../support/run-program.ts'

/** Why no library can be preloaded here; null where one can. */
export function whyNoPreloading(): string | null {
  return process.platform === 'linux' && findProgram('gcc') !== null
    ? null
    : 'libraries that watch or fail the writes of a program need Linux and gcc (Debian: gcc libc6-dev)'
}

/** Compiles a C source beside this file, and answers the library to be named in LD_PRELOAD. */
export async function compilePreloaded(source: string, folder: string): Promise<string> {
  const library = join(folder, 'preloaded.so')
  const path = fileURLToPath(new URL(source, import.meta.url))
  const { code, stderr } = await runProgram('gcc', ['-shared', '-fPIC', '-O2', '-o', library, path, '-ldl'])
  if (code !== 0) throw new Error(`gcc: ${stderr}`)
  return library
}
