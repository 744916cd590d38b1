import { expect, test } from 'vitest'
import { type RefusalCause, refusalCauseSchema } from '../../../shared/domain/session.ts'
import { formatPlace } from '../../../shared/place/place.ts'
import { refusalPlace } from '../../../shared/place/refusal-place.ts'

const STRANGER = { via: 'lan', account: null, network: null, peerAddress: '192.0.2.7' }

test.each<[RefusalCause['kind'], string | null, string]>([
  ['rule', 'No payroll', '#/rules/No%20payroll'],
  ['network', 'copiers', '#/accounts/copiers?view=networks'],
  ['account', 'scanner', '#/accounts/scanner'],
  ['password', 'scanner', '#/accounts/scanner'],
  ['password', null, '#/accounts'],
  ['listener', 'lan', '#/settings/lan?section=listeners'],
  ['relaying', null, '#/accounts/new?view=networks&address=192.0.2.7'],
  ['limit', null, '#/settings?section=limits'],
  ['lock', 'scanner', '#/accounts?view=locks'],
  ['blocked', '192.0.2.7', '#/accounts?view=locks'],
  ['local-mail', null, '#/settings?section=local'],
  ['content', null, '#/settings/lan?section=listeners'],
  ['protocol', null, '#/accounts/new?view=networks&address=192.0.2.7'],
  ['disk', null, '#/settings?section=retention'],
  ['route', 'provider', '#/routes/provider'],
])('a refusal by %s (%s) leads to %s', (kind, name, address) => {
  expect(formatPlace(refusalPlace({ kind, name }, STRANGER).place)).toBe(address)
})

test('a limit leads to whose it is, and what a network could forgive to the network', () => {
  const known = { ...STRANGER, account: 'scanner', network: 'copiers' }
  const go = (kind: RefusalCause['kind'], name: string | null) =>
    formatPlace(refusalPlace({ kind, name }, known).place)
  expect(go('limit', 'scanner')).toBe('#/accounts/scanner')
  expect(go('limit', 'copiers')).toBe('#/accounts/copiers?view=networks')
  expect(go('protocol', null)).toBe('#/accounts/copiers?view=networks')
})

test('every kind leads somewhere', () => {
  for (const kind of refusalCauseSchema.shape.kind.options)
    expect(formatPlace(refusalPlace({ kind, name: null }, STRANGER).place)).toMatch(/^#\//)
})
