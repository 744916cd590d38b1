/** Is the From field one that the sender may use? Every address of every From field has to be. Pure. */
import { matchesAddress, splitAddress } from '../../../shared/domain/address.ts'
import type { RefusalCause } from '../../../shared/domain/session.ts'
import { addressesIn } from '../content/content-facts.ts'
import { fieldValue, splitFields } from '../content/header-block.ts'
import { type Refusal, refusal } from './reply.ts'

export interface FromRights {
  readonly allowed: readonly string[]
  /** "this account" for the client, "account anna" for the log. */
  readonly wire: string
  readonly log: string
  readonly cause: RefusalCause
}

/**
 * @param octets begin with the header and may go on behind it
 * @param complete is the end of the header among them?
 */
export function checkFrom(rights: FromRights, octets: Buffer, complete: boolean): Refusal | null {
  // Fields behind a line that is none count too: other readers of mail would find them.
  const fields = splitFields(headerOf(octets)).filter((field) => field.name === 'from')
  if (!complete) return refused(rights, 'The header is too long to be checked, and the sender has to be')
  // Programs that show mail without it make up a sender of their own, from Sender or Reply-To.
  if (fields.length === 0) return refused(rights, 'The message has no From field', 'Add one')
  for (const field of fields) {
    const addresses = addressesIn(fieldValue(field))
    if (addresses.length === 0) return refused(rights, 'The From field has no address that can be read')
    const other = addresses.find((address) => !mayWrite(rights, address))
    if (other !== undefined) return refused(rights, `The message says that it is from <${other}>`)
  }
  return null
}

/** Of "a@bank.test@office.test", quoted or not, some readers show the first address: it has to be allowed to the letter. */
function mayWrite({ allowed }: FromRights, address: string): boolean {
  const ambiguous = splitAddress(address).local.includes('@')
  return allowed.some((one) => (ambiguous ? one === address : matchesAddress(one, address)))
}

/** A bare CR is a line end to some. */
function headerOf(octets: Buffer): string {
  const text = octets.toString('latin1').replace(/\r\n|\r/g, '\n')
  if (text.startsWith('\n')) return ''
  const end = text.indexOf('\n\n')
  return end < 0 ? text : text.slice(0, end + 1)
}

function refused(
  { allowed, wire, log, cause }: FromRights,
  what: string,
  remedy = 'Change the From address',
): Refusal {
  const shown = allowed.length === 0 ? 'no address at all' : `only ${allowed.slice(0, 5).join(', ')}`
  return refusal(
    550,
    '5.7.1',
    `${what}; ${wire} may use ${shown} there. ${remedy}, or ask the administrator to allow it`,
    `${log} allows ${shown} in From`,
    cause,
  )
}
