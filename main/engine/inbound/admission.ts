/**
 * Who may send what to whom: default deny. A recipient is admitted only if the client has signed in, or is in the
 * listener's trusted networks, or the recipient's domain is local; whatever is not clearly one of these is refused.
 */
import { domainToASCII } from 'node:url'
import { matchesAddress, splitAddress } from '../../../shared/domain/address.ts'
import { because, type Refusal, refusal } from './reply.ts'

/** The client, as far as admission cares. */
export interface Client {
  readonly listener: string
  /** Normalised address. */
  readonly address: string
  /** In one of the listener's trusted networks, or in a named one. */
  readonly trusted: boolean
  readonly authRequired: boolean
  readonly account: { readonly username: string; readonly allowedSenders: readonly string[] } | null
  /** The named network by which it is trusted; its sender list holds until somebody has signed in. */
  readonly network: { readonly name: string; readonly allowedSenders: readonly string[] } | null
}

export type Admission =
  | { readonly kind: 'admitted'; readonly because: 'account' | 'trusted network' | 'local domain' }
  | { readonly kind: 'refused'; readonly why: Refusal }

/** May this client begin a message with this reverse-path? */
export function admitSender(client: Client, sender: string): Refusal | null {
  if (client.account === null && client.authRequired) return signInFirst(client)
  const who = client.account ?? client.network
  // The null sender is decided at RCPT: reports may go to local domains.
  if (who === null || sender === '' || maySendAs(who, sender)) return null
  return notAllowedSender(who, sender)
}

export function admitRecipient(
  client: Client,
  sender: string,
  recipient: string,
  localDomains: readonly string[],
): Admission {
  if (client.account === null && client.authRequired) return { kind: 'refused', why: signInFirst(client) }
  // Null-sender mail (bounces, receipts) of who may not send as anybody goes to local domains only.
  const { account, network } = client
  if (account && maySendAs(account, sender)) return { kind: 'admitted', because: 'account' }
  if (client.trusted && (network === null || maySendAs(network, sender)))
    return { kind: 'admitted', because: 'trusted network' }
  const local = isLocal(recipient, localDomains)
  if (local && hasRouting(recipient)) return { kind: 'refused', why: routingRefused(client, recipient) }
  if (local) return { kind: 'admitted', because: 'local domain' }
  const who = account ?? network
  if (who) return { kind: 'refused', why: notAllowedSender(who, sender) }
  return { kind: 'refused', why: relayDenied(client, recipient) }
}

export function isLocal(recipient: string, localDomains: readonly string[]): boolean {
  const { domain } = splitAddress(recipient)
  if (domain === '') return /^postmaster$/i.test(recipient)
  const ascii = asciiDomain(domain)
  return ascii !== '' && localDomains.some((local) => asciiDomain(local) === ascii)
}

/** "büro.test" and "xn--bro-hoa.test" are one domain. '' for what is no domain, address literals included. */
export function asciiDomain(domain: string): string {
  if (/^[a-z0-9._-]+$/i.test(domain) && !/(^|\.)xn--/i.test(domain)) return domain.toLowerCase()
  return /^[\p{L}\p{N}\p{M}._-]+$/u.test(domain) ? domainToASCII(domain).toLowerCase() : ''
}

type Who = NonNullable<Client['account'] | Client['network']>

function maySendAs(who: Who, sender: string): boolean {
  return who.allowedSenders.some((pattern) => matchesAddress(pattern, sender))
}

/**
 * "user%elsewhere.test@office.test", "elsewhere.test!user@…" and a quoted "@": a later hop that honours them would
 * relay for strangers (Postfix calls it allow_untrusted_routing). So would one that takes "％" and "＠" for them.
 */
function hasRouting(recipient: string): boolean {
  return /[%!@]/.test(splitAddress(recipient).local.normalize('NFKC'))
}

function signInFirst(client: Client): Refusal {
  return refusal(
    530,
    '5.7.0',
    `Sign in first: listener ${client.listener} takes mail only after AUTH. Set a user name and password in the sending program or device`,
    `listener ${client.listener} requires AUTH`,
    because('listener', client.listener),
  )
}

function notAllowedSender(who: Who, sender: string): Refusal {
  const shown = who.allowedSenders.slice(0, 5).join(', ')
  const allowed = who.allowedSenders.length === 0 ? 'no sender at all' : `only ${shown}`
  const [wire, log] =
    'username' in who
      ? ['this account', `account ${who.username}`]
      : [`network ${who.name}`, `network ${who.name}`]
  return refusal(
    553,
    '5.7.1',
    `<${sender}> is not a sender that ${wire} may use; it allows ${allowed}. Change the sender, or ask the administrator to allow it`,
    `${log} allows ${allowed}`,
    'username' in who ? because('account', who.username) : because('network', who.name),
  )
}

function relayDenied(client: Client, recipient: string): Refusal {
  return refusal(
    550,
    '5.7.1',
    `Relaying to <${recipient}> is refused: ${client.address} is not in a trusted network of listener ${client.listener} and has not signed in; sign in, or ask the administrator to add ${client.address} to the trusted networks`,
    `listener ${client.listener}: ${client.address} is in none of its trusted networks, has no account, and the recipient is not local`,
    because('relaying'),
  )
}

function routingRefused(client: Client, recipient: string): Refusal {
  return refusal(
    550,
    '5.7.1',
    `<${recipient}> asks for routing through this server, which is refused to clients that have not signed in`,
    `listener ${client.listener}: %, ! or @ in the local part of a local address`,
    because('relaying'),
  )
}
