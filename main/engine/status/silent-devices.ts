/** Accounts and networks that are expected more often than they came. Pure. */
import type { Attention } from '../../../shared/contract/system.ts'
import { parseDuration } from '../../../shared/domain/duration.ts'
import { spanWords } from './span-words.ts'

/** One from which mail is expected. */
export interface ExpectedDevice {
  readonly name: string
  /** A duration, as it is configured. */
  readonly silentAfter: string
  /** When it last sent, or else since when it is expected. */
  readonly seenAt: number
}

/** Milliseconds: after a start a device gets this long, or less where it is expected more often, to come again. */
const GRACE = 3_600_000
const MOST_IN_WORDS = 3

/** While Mailroom does not run, nothing can come: a start gives everybody time. */
export function silentDevices(
  devices: readonly ExpectedDevice[],
  { now, startedAt }: { readonly now: number; readonly startedAt: number },
): Attention[] {
  const silent = devices.filter(({ silentAfter, seenAt }) => {
    const allowed = parseDuration(silentAfter)
    return now - seenAt > allowed && now - startedAt > Math.min(allowed, GRACE)
  })
  if (silent.length > MOST_IN_WORDS) {
    const names = silent.map(({ name }) => `"${name}"`).join(', ')
    const text = `${silent.length} devices have sent nothing for longer than is usual: ${names}. Look whether the network between them and this computer is up.`
    return [{ kind: 'device-silent', severity: 'warning', text, subject: null }]
  }
  return silent.map(({ name, silentAfter, seenAt }) => ({
    kind: 'device-silent',
    severity: 'warning',
    text: `"${name}" has sent nothing for ${spanWords(now - seenAt)}; it is expected at least every ${spanWords(parseDuration(silentAfter))}. Look whether it is switched on, and whether it can still sign in: its sessions say why not.`,
    subject: name,
  }))
}
