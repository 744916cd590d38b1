import type { z } from 'zod'
import type { smarthostRouteSchema } from '../domain/route.ts'
import type { Preset } from './preset.ts'

export interface PresetAnswers {
  /** By key of placeholder; one without an answer gets its example. */
  readonly values?: Readonly<Record<string, string>>
  /** Signs in with a password as this user; without, the preset's own user name where it has one, else no sign-in yet. */
  readonly username?: string
}

/**
 * The settings of a route to this provider, ready to be completed: secrets are never part of a preset, and OAuth2 needs
 * the office's own client id. Pure.
 */
export function presetToRoute(
  preset: Preset,
  name: string,
  answers: PresetAnswers = {},
): z.input<typeof smarthostRouteSchema> {
  const password = preset.auth.find((way) => way.kind === 'password')
  const username = answers.username ?? password?.username
  const { maxConnections } = preset
  return {
    kind: 'smarthost',
    name,
    preset: preset.id,
    host: presetHost(preset, answers.values),
    port: preset.port,
    ...(preset.implicitTls === (preset.port === 465) ? {} : { implicitTls: preset.implicitTls }),
    tls: 'required',
    ...(password && username !== undefined ? { auth: { kind: 'password', username } } : {}),
    ...(maxConnections === undefined
      ? {}
      : { maxConnections, maxConnectionsPerHost: Math.min(maxConnections, MOST_PER_HOST) }),
    pacing: preset.pacing,
  }
}

/** What a route has by itself; more to one host helps nobody. */
const MOST_PER_HOST = 5

function presetHost(preset: Preset, values: Readonly<Record<string, string>> = {}): string {
  return preset.placeholders.reduce(
    (host, { key, example }) => host.replaceAll(`{${key}}`, values[key] ?? example),
    preset.host,
  )
}
