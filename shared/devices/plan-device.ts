/** What must exist here for a device to send, and what to type into its panel. Pure. */
import type { NewAccount } from '../contract/accounts.ts'
import { type ClientNetwork, clientNetworkSchema } from '../domain/client-network.ts'
import { type Listener, listenerSchema } from '../domain/config.ts'
import { matchesNetwork } from '../domain/network.ts'
import type { Tolerance } from '../domain/tolerance.ts'
import type { DeviceTls, DeviceType } from './device-type.ts'
import { fitsDevice, newListener } from './listener-for-device.ts'

/** Of documentation (RFC 5737): stands in a plan that cannot be carried out yet, because nobody gave the device's. */
export const UNKNOWN_ADDRESS = '192.0.2.1'

export interface DeviceWish {
  readonly type: DeviceType
  /** "Copier, ground floor": names the network, or the account's app password. */
  readonly name: string
  /** this-computer: a program beside Mailroom. */
  readonly place: 'this-computer' | 'network'
  readonly tls: DeviceTls
  readonly auth: boolean
  /** An address that it sends as: "copier@office.test". */
  readonly sender: string
  /** The device's own; null where it is not known, which only a device that signs in may leave open. */
  readonly clientAddress: string | null
  /** An account that is there already; null: a new one. */
  readonly account: string | null
}

export interface PlanFacts {
  /** Of this computer, as the device reaches it. */
  readonly serverAddress: string
  readonly hostname: string
  readonly listeners: readonly Listener[]
  readonly networks: readonly ClientNetwork[]
  readonly usernames: readonly string[]
  /** Mailroom's own authority signed it: devices do not know it. */
  readonly ownCertificate: boolean
  readonly freePorts: readonly number[]
}

export type PlannedPart<T> =
  | { readonly kind: 'there'; readonly name: string }
  | { readonly kind: 'add'; readonly item: T }
  | { readonly kind: 'change'; readonly name: string; readonly item: T }

export interface PlannedValue {
  readonly field: 'server' | 'port' | 'security' | 'auth' | 'username' | 'password' | 'sender'
  /** As the device prints it. */
  readonly label: string
  /** null: the password, which is made when the plan is carried out. */
  readonly value: string | null
}

export interface DevicePlan {
  readonly listener: PlannedPart<Listener>
  /** null where the device is not named by its address. */
  readonly network: PlannedPart<ClientNetwork> | null
  readonly account: PlannedPart<NewAccount> | null
  readonly values: readonly PlannedValue[]
  readonly notes: readonly string[]
  /** What stands in the way of it; empty where the plan can be carried out. */
  readonly problems: readonly string[]
}

export function planDevice(wish: DeviceWish, facts: PlanFacts): DevicePlan {
  const fitting = facts.listeners.find((listener) => fitsDevice(listener, wish, facts.serverAddress))
  const added = fitting ? null : newListener(wish, facts)
  const listener = fitting ?? added
  const account = wish.auth ? plannedAccount(wish, facts) : null
  const username =
    account === null
      ? null
      : account.kind === 'there'
        ? account.name
        : account.kind === 'add'
          ? account.item.username
          : account.name
  return {
    listener: fitting
      ? { kind: 'there', name: fitting.name }
      : { kind: 'add', item: added ?? listenerSchema.parse({ name: 'devices', port: 0 }) },
    network: needsNetwork(wish) ? plannedNetwork(wish, facts) : null,
    account,
    values: valuesOf(wish, facts, listener?.port ?? 0, username),
    notes: notesOf(wish, facts),
    problems: problemsOf(wish, added === null && !fitting),
  }
}

/** Programs of this computer are trusted by the listener of loopback; a device that signs in over TLS needs no name. */
function needsNetwork(wish: DeviceWish): boolean {
  if (wish.place === 'this-computer' && !wish.auth) return false
  return !wish.auth || wish.tls === 'none' || (wish.clientAddress !== null && profileOf(wish).length > 0)
}

function profileOf({ type, tls, auth }: DeviceWish): Tolerance[] {
  return [...type.tolerate, ...(auth && tls === 'none' ? (['auth-in-clear'] as const) : [])]
}

function plannedNetwork(wish: DeviceWish, { networks }: PlanFacts): PlannedPart<ClientNetwork> {
  const { clientAddress, name, sender, auth } = wish
  const address = wish.place === 'this-computer' ? '127.0.0.1' : (clientAddress ?? '')
  const there = networks.find(({ addresses }) => addresses.includes(address))
  if (there)
    return {
      kind: 'change',
      name: there.name,
      item: {
        ...there,
        enabled: true,
        trusted: there.trusted || !auth,
        allowedSenders: withSender(there.allowedSenders, sender),
        allowedFrom: withSender(there.allowedFrom, sender),
        tolerate: [...new Set([...there.tolerate, ...profileOf(wish)])],
      },
    }
  return {
    kind: 'add',
    item: clientNetworkSchema.parse({
      name: freeName(
        name.slice(0, 60),
        networks.map((network) => network.name),
      ),
      // A plan without its address has a problem, and is not carried out.
      addresses: [address === '' ? UNKNOWN_ADDRESS : address],
      trusted: !auth,
      allowedSenders: [sender],
      allowedFrom: [sender],
      tolerate: profileOf(wish),
    }),
  }
}

function withSender(patterns: readonly string[], sender: string): string[] {
  return patterns.includes('*') || patterns.includes(sender) ? [...patterns] : [...patterns, sender]
}

function plannedAccount({ account, name, sender }: DeviceWish, facts: PlanFacts): PlannedPart<NewAccount> {
  if (account !== null) return { kind: 'there', name: account }
  return {
    kind: 'add',
    item: {
      username: freeName(usernameFrom(name), facts.usernames, '-'),
      allowedSenders: [sender],
      allowedFrom: [sender],
      allowedNetworks: [],
      limits: {},
      disabled: false,
      cramMd5: false,
    },
  }
}

/** "Copier, ground floor" is copier-ground-floor: no panel has trouble with that. */
export function usernameFrom(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return plain.slice(0, 32) || 'device'
}

function freeName(wished: string, taken: readonly string[], separator = ' '): string {
  if (!taken.includes(wished)) return wished
  let number = 2
  while (taken.includes(`${wished}${separator}${number}`)) number += 1
  return `${wished}${separator}${number}`
}

function valuesOf(
  { type, tls, auth, sender, place }: DeviceWish,
  facts: PlanFacts,
  port: number,
  username: string | null,
): PlannedValue[] {
  const { fields, security } = type
  const value = (field: PlannedValue['field'], label: string | null, text: string | null): PlannedValue[] =>
    label === null ? [] : [{ field, label, value: text }]
  return [
    ...value('server', fields.server, place === 'this-computer' ? '127.0.0.1' : facts.serverAddress),
    ...value('port', fields.port, String(port)),
    ...value('security', fields.security, security[tls]),
    ...value('auth', fields.auth, auth ? 'On' : 'Off'),
    ...(auth
      ? [...value('username', fields.username, username), ...value('password', fields.password, null)]
      : []),
    ...value('sender', fields.sender, sender),
  ]
}

function notesOf(
  { type, tls, auth, clientAddress }: DeviceWish,
  { ownCertificate, hostname, serverAddress }: PlanFacts,
): string[] {
  return [
    ...type.quirks,
    ...(tls === 'none' && auth
      ? ['Without TLS the password can be read by anybody on the network. Give it to this device only.']
      : []),
    ...(tls !== 'none' && ownCertificate
      ? [
          `Mailroom’s certificate is signed by its own authority. Where the device checks certificates, install the authority (Settings, Certificate), or switch the check off. The certificate names ${hostname} and ${serverAddress}.`,
        ]
      : []),
    ...(clientAddress === null || auth
      ? []
      : ['The device is known by its address: give it a fixed one, or reserve it in your router (DHCP).']),
  ]
}

function problemsOf(wish: DeviceWish, noPort: boolean): string[] {
  const { clientAddress, auth, tls, place, sender } = wish
  return [
    ...(place === 'network' && clientAddress === null && (!auth || tls === 'none')
      ? [
          auth
            ? 'A device that signs in without TLS must be named by its address: write the address of the device.'
            : 'A device that cannot sign in is known by its address: write the address of the device.',
        ]
      : []),
    ...(clientAddress !== null && !isAddress(clientAddress)
      ? ['Write the address of the device as numbers: 192.168.1.20.']
      : []),
    ...(/^[^\s<>@]+@[^\s<>@]+$/.test(sender)
      ? []
      : ['Write the address that it sends as: scanner@office.example.']),
    ...(noPort ? ['No usual mail port is free on this computer. Add a listener in Settings first.'] : []),
  ]
}

function isAddress(text: string): boolean {
  return matchesNetwork(text, text) && !text.includes('/')
}
