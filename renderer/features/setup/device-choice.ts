/** A device while it is described, and the plan for it. */
import type { AccountListing } from '../../../shared/contract/accounts.ts'
import type { FoundComputer } from '../../../shared/contract/setup.ts'
import type { DeviceTls } from '../../../shared/devices/device-type.ts'
import { deviceType } from '../../../shared/devices/device-types.ts'
import { type DevicePlan, planDevice } from '../../../shared/devices/plan-device.ts'
import type { ClientNetwork } from '../../../shared/domain/client-network.ts'
import type { Listener } from '../../../shared/domain/config.ts'

export interface DeviceChoice {
  readonly typeId: string
  readonly name: string
  readonly place: 'this-computer' | 'network'
  readonly tls: DeviceTls
  readonly auth: boolean
  readonly sender: string
  readonly clientAddress: string
  readonly account: string
  readonly serverAddress: string
}

export interface SetupFacts {
  readonly computer: FoundComputer
  readonly listeners: readonly Listener[]
  readonly networks: readonly ClientNetwork[]
  readonly accounts: readonly AccountListing[]
  readonly ownCertificate: boolean
}

export function firstChoice(typeId: string, { computer }: SetupFacts): DeviceChoice {
  const type = deviceType(typeId)
  const domain = computer.domains[0] ?? ''
  return {
    typeId,
    name: '',
    place: 'network',
    tls: type.tls[0] ?? 'none',
    auth: type.auth !== 'seldom',
    sender: domain === '' ? '' : `${senderName(type.group)}@${domain}`,
    clientAddress: '',
    account: '',
    serverAddress: computer.addresses.find(({ kind }) => kind !== 'loopback')?.address ?? '127.0.0.1',
  }
}

function senderName(group: string): string {
  const names: Record<string, string> = { printer: 'scanner', storage: 'nas', power: 'ups', camera: 'camera' }
  return names[group] ?? 'service'
}

export function planOf(choice: DeviceChoice, facts: SetupFacts): DevicePlan {
  const type = deviceType(choice.typeId)
  return planDevice(
    {
      ...choice,
      type,
      name: choice.name.trim() || type.name.slice(0, 60),
      sender: choice.sender.trim(),
      clientAddress:
        choice.place === 'network' && choice.clientAddress.trim() !== '' ? choice.clientAddress.trim() : null,
      account: choice.account === '' ? null : choice.account,
    },
    {
      serverAddress: choice.serverAddress,
      hostname: facts.computer.hostname,
      listeners: facts.listeners,
      networks: facts.networks,
      usernames: facts.accounts.map(({ username }) => username),
      ownCertificate: facts.ownCertificate,
      freePorts: facts.computer.ports.filter(({ free }) => free).map(({ port }) => port),
    },
  )
}
