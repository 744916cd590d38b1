/**
 * Where in a Maildir tree an address has its mailbox: "domain/local-part". Pure, and the only thing between a hostile
 * RCPT and the file system.
 *
 * The result never leaves the tree and is the same on every system: lower case (Windows and macOS do not tell cases
 * apart), letters, digits and "-_+=" as they are, dots inside; every other octet as %XX. "%" is written so too, which
 * makes it one to one: two addresses never share a mailbox, except for case and needless quotes.
 */
import { domainToASCII } from 'node:url'
import { splitAddress } from '../../../shared/domain/address.ts'

/** null where the address has no domain or no local part, or does not fit a file name. */
export function mailboxFolder(address: string): readonly [domain: string, local: string] | null {
  const { local, domain } = splitAddress(address)
  const ascii = domain.startsWith('[') ? domain : domainToASCII(domain)
  const folder = [folderName(ascii), folderName(unquote(local))] as const
  return folder.every((name) => name.length > 0 && name.length <= MAX_NAME) ? folder : null
}

/** Octets of a file name that every usual file system takes. */
const MAX_NAME = 255

/** Names that Windows reserves for devices, also with an extension. */
const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)(\.|$)/

function folderName(text: string): string {
  const octets = Buffer.from(text.toLowerCase())
  const name = [...octets]
    .map((octet) => (isPlain(octet) ? String.fromCharCode(octet) : percent(octet)))
    .join('')
  // Hidden folders and "..", the dot that Windows drops at the end, and its devices.
  const trimmed = name.replace(/^\./, '%2E').replace(/\.$/, '%2E')
  return DEVICE.test(trimmed) ? percent(trimmed.charCodeAt(0)) + trimmed.slice(1) : trimmed
}

function isPlain(octet: number): boolean {
  return /[a-z0-9._+=-]/.test(String.fromCharCode(octet))
}

function percent(octet: number): string {
  return `%${octet.toString(16).toUpperCase().padStart(2, '0')}`
}

/** "john.doe"@… is john.doe@… (RFC 5321 §4.1.2). */
function unquote(local: string): string {
  const quoted = /^"(.*)"$/s.exec(local)?.[1]
  return quoted === undefined ? local : quoted.replace(/\\(.)/gs, '$1')
}
