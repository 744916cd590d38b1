import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client'
import { expect, test } from 'vitest'
import { classifyFailure } from '../../../main/engine/oauth/classify-failure.ts'

test.each<[string, number, string, string | undefined, string, RegExp]>([
  [
    'a withdrawn consent',
    400,
    'invalid_grant',
    'Token has been expired or revoked.',
    'revoked',
    /Sign in again/,
  ],
  [
    'a changed password',
    400,
    'invalid_grant',
    'AADSTS50173: The provided grant has expired due to it being revoked. Trace ID: 1 Correlation ID: 2 Timestamp: 3',
    'revoked',
    /password was changed.*AADSTS50173(?!.*Trace)/,
  ],
  [
    '90 days of rest',
    400,
    'invalid_grant',
    'AADSTS700082: The refresh token has expired',
    'revoked',
    /90 days/,
  ],
  ['idleness', 400, 'invalid_grant', 'AADSTS70008: expired', 'revoked', /not used/],
  ['a second factor', 400, 'interaction_required', 'AADSTS50076: use MFA', 'revoked', /second factor/],
  [
    'a wrong secret',
    401,
    'invalid_client',
    'AADSTS7000215: Invalid client secret',
    'settings',
    /value of the secret/,
  ],
  ['an expired secret', 401, 'invalid_client', 'AADSTS7000222: keys are expired', 'settings', /has expired/],
  ['a client that is not known', 401, 'invalid_client', undefined, 'settings', /client id/],
  [
    'no delegation',
    401,
    'unauthorized_client',
    'Client is unauthorized',
    'settings',
    /domain-wide delegation/,
  ],
  [
    'a tenant that is not there',
    400,
    'invalid_request',
    'AADSTS90002: Tenant not found',
    'settings',
    /tenant/,
  ],
  ['a wrong scope', 400, 'invalid_scope', undefined, 'settings', /scopes/],
  ['an outage', 503, 'temporarily_unavailable', undefined, 'unreachable', /not well/],
  ['too much', 429, 'slow_down', undefined, 'unreachable', /not well/],
  ['an error that nobody knows', 400, 'strange', undefined, 'unreachable', /strange/],
  [
    'an outage that AADSTS names',
    400,
    'invalid_request',
    'AADSTS90033: transient',
    'unreachable',
    /not there just now/,
  ],
])('%s', (_name, status, error, description, kind, words) => {
  const cause = { error, ...(description === undefined ? {} : { error_description: description }) }
  const response = new Response(null, { status })
  const failure = classifyFailure(new ResponseBodyError('x', { cause, response }), 'The provider')
  expect(failure.kind).toBe(kind)
  expect(failure.message).toMatch(words)
})

test('a person who declines changes nothing', () => {
  const cause = new URLSearchParams({ error: 'access_denied' })
  expect(classifyFailure(new AuthorizationResponseError('x', { cause }), 'Google').kind).toBe('declined')
})

test.each([
  ['a time-out', Object.assign(new ClientError('operation timed out'), { code: 'OAUTH_TIMEOUT' })],
  [
    'an answer that is no JSON',
    new ClientError('unexpected', { cause: new Response('<html>', { status: 502 }) }),
  ],
  ['whatever else', new TypeError('fetch failed')],
])('%s takes nothing away', (_name, error) => {
  expect(classifyFailure(error, 'Google').kind).toBe('unreachable')
})

test('what the provider asks to be left alone for is kept', () => {
  const response = new Response(null, { status: 503, headers: { 'retry-after': '90' } })
  const error = new ResponseBodyError('x', { cause: { error: 'temporarily_unavailable' }, response })
  expect(classifyFailure(error, 'Google').retryAfter).toBe(90_000)
})
