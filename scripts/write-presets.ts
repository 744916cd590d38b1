/**
 * Writes shared/presets/well-known-presets.ts from nodemailer's list of services: `node scripts/write-presets.ts`.
 * shared/ imports no native package, so the list is copied; a test says when it is out of date.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { OWN_PRESETS } from '../shared/presets/own-presets.ts'
import type { PresetInput } from '../shared/presets/preset.ts'

interface Service {
  readonly description?: string
  readonly host: string
  readonly port?: number
  readonly secure?: boolean
  readonly ignoreTLS?: boolean
}

const SERVICES = new URL('../node_modules/nodemailer/dist/well-known/services.json', import.meta.url)
const TARGET = new URL('../shared/presets/well-known-presets.ts', import.meta.url)

export async function wellKnownModule(): Promise<string> {
  const services = JSON.parse(await readFile(SERVICES, 'utf8')) as Record<string, Service>
  const presets = Object.entries(services)
    .filter(([name, service]) => !isLocal(service) && !isOwn(name, service))
    .map(([name, service]) => toPreset(name, service))
    .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))
  const lines = presets.map((preset) => `  ${toSource(preset)},\n`)
  return `/** Data only, written by scripts/write-presets.ts from nodemailer's well-known services (MIT). */
import type { PresetInput } from './preset.ts'

/** Nothing is known of most of these but where they are. */
const PASSWORD = {
  kind: 'password',
  usernameHint: 'The user name that the provider gave you, mostly the whole address',
  passwordHint: 'Its password; an app password where the account has two factors',
} as const

// biome-ignore format: one line a provider
export const WELL_KNOWN_PRESETS: readonly PresetInput[] = [
${lines.join('')}]
`
}

/** Catchers for developers, which run on the own computer. */
function isLocal({ host, ignoreTLS }: Service): boolean {
  return host === '127.0.0.1' || host === 'localhost' || ignoreTLS === true
}

/** Those of which Mailroom has more to say, under whatever name: SES has one entry for all its regions. */
function isOwn(name: string, { host }: Service): boolean {
  return (
    RENAMED.has(name) ||
    name.startsWith('SES') ||
    OWN_PRESETS.some((own) => own.host === host || own.id === idOf(name))
  )
}

/** Brevo's former name. */
const RENAMED: ReadonlySet<string> = new Set(['SendinBlue'])

function idOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9.]+/g, '-')
}

function toPreset(name: string, { description, host, port = 587, secure = port === 465 }: Service) {
  const id = idOf(name)
  return { id, name: description ?? name, host, port, implicitTls: secure } satisfies Omit<
    PresetInput,
    'auth'
  >
}

function toSource({ id, name, host, port, implicitTls }: ReturnType<typeof toPreset>): string {
  const text = (value: string) => (value.includes("'") ? JSON.stringify(value) : `'${value}'`)
  return `{ id: ${text(id)}, name: ${text(name)}, host: ${text(host)}, port: ${port}, implicitTls: ${implicitTls}, auth: [PASSWORD] }`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(TARGET, await wellKnownModule())
