import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { wellKnownModule } from '../../../scripts/write-presets.ts'
import { routeSchema } from '../../../shared/domain/route.ts'
import { presetToRoute } from '../../../shared/presets/preset-to-route.ts'
import { findPreset, PRESETS } from '../../../shared/presets/presets.ts'

const preset = (id: string) => {
  const found = findPreset(id)
  if (!found) throw new Error(`no preset ${id}`)
  return found
}

test('every provider that is named has a preset, under an id of its own', () => {
  const ids = PRESETS.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toEqual(
    expect.arrayContaining([
      'microsoft365',
      'microsoft365-direct-send',
      'microsoft365-high-volume',
      'google-workspace',
      'gmail',
      'google-relay',
      'amazon-ses',
      'sendgrid',
      'mailgun-us',
      'mailgun-eu',
      'brevo',
      'postmark',
      'mailjet',
      'fastmail',
      'gmx',
      'yahoo',
      'zoho',
    ]),
  )
})

test.each(PRESETS.map((one) => [one.id, one] as const))('%s makes a route that is accepted', (_id, one) => {
  const route = routeSchema.parse(presetToRoute(one, 'provider'))
  expect(route).toMatchObject({ kind: 'smarthost', preset: one.id, tls: 'required', pacing: one.pacing })
})

test('numbers are there with the place they come from', () => {
  for (const { id, pacing, sources } of PRESETS)
    expect([id, Object.keys(pacing).length === 0 || sources.length > 0]).toEqual([id, true])
})

test('Microsoft 365 is paced as it documents', () => {
  expect(routeSchema.parse(presetToRoute(preset('microsoft365'), 'office'))).toMatchObject({
    host: 'smtp.office365.com',
    port: 587,
    maxConnections: 3,
    maxConnectionsPerHost: 3,
    pacing: { messagesPerMinute: 30, recipientsPerDay: 10_000 },
  })
})

test('a host has the parts that are asked for, and a sign-in its user name', () => {
  const ses = presetToRoute(preset('amazon-ses'), 'ses', {
    values: { region: 'us-east-2' },
    username: 'AKIA1',
  })
  expect(ses).toMatchObject({
    host: 'email-smtp.us-east-2.amazonaws.com',
    auth: { kind: 'password', username: 'AKIA1' },
  })
  expect(presetToRoute(preset('sendgrid'), 'x').auth).toEqual({ kind: 'password', username: 'apikey' })
  expect(presetToRoute(preset('microsoft365-direct-send'), 'x')).not.toHaveProperty('auth')
})

test('the list of nodemailer is the one that is installed', async () => {
  const written = await readFile('shared/presets/well-known-presets.ts', 'utf8')
  expect(written, 'run node scripts/write-presets.ts').toBe(await wellKnownModule())
})
