/** What is known of a kind of device or program: where its mail settings are, what it calls them, what it can do. */
import type { Tolerance } from '../domain/tolerance.ts'

export const DEVICE_GROUPS = [
  'printer',
  'storage',
  'power',
  'camera',
  'program',
  'mail-program',
  'server',
  'other',
] as const
export type DeviceGroup = (typeof DEVICE_GROUPS)[number]

/** none: no TLS at all; starttls: upgrades a plain connection; implicit: TLS from the first octet. */
export type DeviceTls = 'none' | 'starttls' | 'implicit'

/** What a value of the plan is called in the device's own panel; null where it has no such field. */
export interface FieldNames {
  readonly server: string
  readonly port: string | null
  readonly security: string | null
  readonly auth: string | null
  readonly username: string
  readonly password: string
  readonly sender: string | null
}

/** How the device writes its choices of transport security. */
export type SecurityWords = Readonly<Record<DeviceTls, string>>

export type SnippetKind =
  | 'msmtp'
  | 'postfix'
  | 'php-ini'
  | 'wordpress'
  | 'python'
  | 'dotnet'
  | 'java'
  | 'powershell'

export interface DeviceType {
  readonly id: string
  readonly name: string
  readonly group: DeviceGroup
  /** The way through its menus, usually. */
  readonly where: string
  readonly fields: FieldNames
  readonly security: SecurityWords
  /** What it can do, the usual and best first. */
  readonly tls: readonly DeviceTls[]
  readonly auth: 'usual' | 'seldom' | 'always'
  /** What old models of it do against the standards. */
  readonly tolerate: readonly Tolerance[]
  readonly quirks: readonly string[]
  readonly snippets: readonly SnippetKind[]
}
