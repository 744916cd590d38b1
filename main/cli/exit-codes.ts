/** Exit codes of the command line; those of sendmail are BSD's sysexits. docs and --help name them. */
export const EXIT = {
  ok: 0,
  /** It did not happen: nothing of that name, a conflict, a configuration that is not accepted. */
  failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** Of doctor: the folder is in use, or there is nothing to look at. */
  couldNotLook: 2,
  /** EX_USAGE, EX_DATAERR: sendmail's own. */
  sendmailUsage: 64,
  sendmailData: 65,
  /** No engine answers and the data folder cannot be opened. */
  unavailable: 69,
  /** EX_TEMPFAIL: sendmail may try again. */
  temporary: 75,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Ends a command with a sentence on standard error. */
export class CommandFailure extends Error {
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, message: string) {
    super(message)
    this.name = 'CommandFailure'
    this.exitCode = exitCode
  }
}
