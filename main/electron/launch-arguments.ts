/** What Mailroom was started for, from a command line. Chromium adds to it and reorders it. Pure. */
import { resolve } from 'node:path'

export interface LaunchArguments {
  /** Another data folder, which makes it another installation. */
  readonly data: string | null
  /** No window: only the tray. */
  readonly hidden: boolean
  /** Links that lead into the window; not checked yet. */
  readonly links: readonly string[]
  /** Absolute paths of message files. */
  readonly messages: readonly string[]
}

export function readLaunchArguments(argv: readonly string[], folder: string): LaunchArguments {
  const given = argv.slice(1)
  const at = given.indexOf('--data')
  const joined = given.find((text) => text.startsWith('--data='))?.slice('--data='.length)
  const data = joined ?? (at === -1 ? undefined : given[at + 1])
  const plain = given.filter((text, index) => !text.startsWith('-') && (at === -1 || index !== at + 1))
  return {
    data: data === undefined || data === '' ? null : resolve(folder, data),
    hidden: given.includes('--hidden'),
    links: plain.filter((text) => /^mailroom:/i.test(text)),
    messages: plain
      .filter((text) => /\.eml$/i.test(text) && !isAddress(text))
      .map((text) => resolve(folder, text)),
  }
}

/**
 * "mailroom://open/../../home/anna/x.eml" is no file: a page of the web must not choose what is read here. One letter
 * before the colon is a drive of Windows.
 */
function isAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(text)
}
