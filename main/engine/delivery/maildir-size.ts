/**
 * The file "maildirsize" of Maildir++: the quota in its first line, then one line "octets messages" for each change, the
 * first of them the sum at the last count. Dovecot and Courier read and write it too. Pure.
 */
export interface MaildirUsage {
  readonly octets: number
  readonly messages: number
}

/** null where it was made for another quota, has grown long, or cannot be read: then the mailbox has to be counted. */
export function readMaildirSize(text: string, quota: number): MaildirUsage | null {
  const [head = '', ...lines] = text.split('\n')
  if (text.length > LONGEST || head !== headOf(quota)) return null
  let octets = 0
  let messages = 0
  for (const line of lines.filter((one) => one.trim() !== '')) {
    const match = /^\s*(-?\d+)\s+(-?\d+)\s*$/.exec(line)
    if (!match) return null
    octets += Number(match[1])
    messages += Number(match[2])
  }
  return octets < 0 || messages < 0 ? null : { octets, messages }
}

export function writeMaildirSize(quota: number, usage: MaildirUsage): string {
  return `${headOf(quota)}\n${formatChange(usage)}`
}

/** One more line. */
export function formatChange({ octets, messages }: MaildirUsage): string {
  return `${octets} ${messages}\n`
}

/** ",S=1234" in the name of a message's file; null where it says nothing. */
export function sizeInName(name: string): number | null {
  const match = /,S=(\d+)/.exec(name)
  return match ? Number(match[1]) : null
}

/** Maildir++ asks for a new count beyond this many octets. */
const LONGEST = 5_120

function headOf(quota: number): string {
  return `${quota}S`
}
