/**
 * How long a client may take. Octets alone extend nothing, or one octet a minute would hold a session for ever
 * (slow loris): a whole command must come in time, and a message at some speed. Pure; times in milliseconds.
 */

export interface Dawdling {
  /** Since Mailroom said something last. */
  readonly waited: number
  /** Octets of the message that is coming; null where a command is awaited. */
  readonly received: number | null
  /** A stranger, while the listener has little room left. */
  readonly hurried: boolean
}

/** RFC 5321 §4.5.3.2.7 has five minutes. Short of room, those who neither are trusted nor signed in have less. */
const PATIENCE = { command: 5 * 60_000, content: 5 * 60_000 } as const
const HURRIED = { command: 10_000, content: 30_000 } as const

/** Octets a second beyond which a message may take as long as it takes; the slowest modems had ten times that. */
const LEAST_SPEED = 100

/** Of the connections of a listener: from then on, strangers are hurried. */
const SHORT_OF_ROOM = 0.8

export function isShortOfRoom(connections: number, most: number): boolean {
  return connections >= most * SHORT_OF_ROOM
}

/** What is said to a client that took too long, without its code; null while it may go on. */
export function lostPatience({ waited, received, hurried }: Dawdling): string | null {
  const patience = hurried ? HURRIED : PATIENCE
  if (received === null)
    return waited < patience.command ? null : `No whole command came within ${spoken(patience.command)}`
  const allowed = patience.content + (received / LEAST_SPEED) * 1_000
  return waited < allowed ? null : `The message came at less than ${LEAST_SPEED} octets a second`
}

function spoken(milliseconds: number): string {
  return milliseconds < 60_000 ? `${milliseconds / 1_000} seconds` : `${milliseconds / 60_000} minutes`
}
