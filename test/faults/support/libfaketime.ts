/** A clock that can be set for one program, with libfaketime (Debian: faketime). */
import { existsSync } from 'node:fs'

/** Of the multithreaded kind; by architecture. */
const PLACES = ['x86_64', 'aarch64', 'arm'].flatMap((machine) =>
  ['gnu', 'gnueabihf'].map((abi) => `/usr/lib/${machine}-linux-${abi}/faketime/libfaketimeMT.so.1`),
)
const library = PLACES.find((path) => existsSync(path)) ?? null

export const libfaketime = {
  /** Why it cannot be used; null where it can. */
  missing: library === null ? 'it needs libfaketime (Debian: faketime)' : null,
  /**
   * The file holds by how much the wall clock is off ("-2h") and is read at every look at it; timers go by a clock that
   * nobody sets, as they do in life.
   */
  environment(file: string): NodeJS.ProcessEnv {
    return {
      ...process.env,
      LD_PRELOAD: library ?? '',
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    }
  },
}
