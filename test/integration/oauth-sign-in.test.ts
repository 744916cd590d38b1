import { expect, test } from 'vitest'
import { FakeClock } from '../support/fake-clock.ts'
import { NextHop } from '../support/next-hop.ts'
import { DAEMON } from '../support/open-id-provider.ts'
import { TestAuthority } from '../support/test-certificate.ts'
import { waitFor } from '../support/wait-for.ts'
import { MAILBOX, Site } from './oauth-site.ts'

test('a person signs in by browser, and mail goes with XOAUTH2', async () => {
  const site = await Site.start()
  expect((await site.status()).signIn).toMatchObject({ state: 'needed', username: null })
  expect(await site.signIn()).toEqual([
    { kind: 'browser', url: expect.stringContaining('code_challenge_method=S256') },
    { kind: 'signed-in', username: MAILBOX },
  ])
  await site.submit()
  await waitFor('mail at the provider', () => site.server.messages.length === 1)
  expect(site.server.signIns).toMatchObject([{ user: MAILBOX, accepted: true }])
  expect((await site.status()).signIn).toMatchObject({ state: 'signed-in', username: MAILBOX })
  expect(site.person.page).toContain('go back to Mailroom')
  expect(site.person.page).not.toContain('<script')
})

test('a person signs in by code on another device, and mail goes with OAUTHBEARER', async () => {
  const site = await Site.start({ mechanism: 'OAUTHBEARER', auth: { grant: 'device-code' } })
  const events = site.events()
  const first = await events.next()
  if (first.done || first.value.kind !== 'device') throw new Error('no code was asked for')
  expect(first.value.expiresAt).toBeGreaterThan(site.now())
  await site.person.enterCode(first.value.url, first.value.userCode)
  expect((await events.next()).value).toEqual({ kind: 'signed-in', username: MAILBOX })
  await site.submit()
  await waitFor('mail at the provider', () => site.server.messages.length === 1)
  expect(site.server.signIns).toMatchObject([{ user: MAILBOX, accepted: true }])
}, 20_000)

test('mail goes to a server of others that speaks XOAUTH2 after STARTTLS', async () => {
  const site = await Site.start()
  await site.signIn()
  const seen: string[] = []
  const hop = await NextHop.start({
    ...site.certificate,
    disabledCommands: [],
    authMethods: ['XOAUTH2'],
    onAuth: ({ method, username = '', accessToken = '' }, _session, done) => {
      seen.push(`${method} ${username}`)
      site
        .whose(accessToken)
        .then(
          (who) => (who === MAILBOX ? done(null, { user: who }) : done(null, { data: { status: '401' } })),
          done,
        )
    },
  })
  await site.update('provider', { port: hop.port, implicitTls: false })
  await site.submit()
  await waitFor('mail at the provider', () => hop.arrived.length === 1)
  expect(seen).toEqual([`XOAUTH2 ${MAILBOX}`])
  expect(hop.arrived[0]?.user).toBe(MAILBOX)
})

test('a program signs in with its secret, without anybody', async () => {
  const site = await Site.start({
    auth: { grant: 'client-credentials', clientId: DAEMON.id, clientSecret: DAEMON.secret, scopes: [] },
    check: (who) => who === DAEMON.id,
  })
  await site.submit()
  await waitFor('mail at the provider', () => site.server.messages.length === 1)
  expect((await site.status()).signIn).toMatchObject({ state: 'signed-in' })
})

test('mail waits for the first sign-in and goes as soon as it is there', async () => {
  const site = await Site.start()
  await site.submit()
  await site.waitForAttention('sign-in')
  expect((await site.status()).waitingFor).toContain('Nobody has signed in')
  expect(site.server.connections).toBe(0)
  await site.signIn()
  await waitFor('mail at the provider', () => site.server.messages.length === 1)
})

test('a sign-in that was revoked holds the mail back, says so, and a new one lets it go', async () => {
  const clock = new FakeClock(Date.now())
  const site = await Site.start({ clock })
  await site.signIn()
  await site.provider.revokeSignIns()
  clock.advance(3_600_000)
  await waitFor('the word of the provider', async () => (await site.status()).signIn?.state === 'revoked')
  await site.submit()
  const attention = await site.waitForAttention('sign-in')
  expect(attention.text).toMatch(/Sign in again/)
  expect((await site.status()).signIn?.text).toContain('invalid_grant')
  const asked = site.provider.asked.length
  // Less than what delays are reported after.
  clock.advance(7_200_000)
  expect(site.provider.asked).toHaveLength(asked)
  expect(site.server.messages).toHaveLength(0)
  await site.signIn()
  await waitFor('mail at the provider', () => {
    clock.advance(1_000)
    return site.server.messages.length === 1
  })
})

test('a provider that is down takes nothing away: the mail is deferred and goes when it is back', async () => {
  const clock = new FakeClock(Date.now())
  const site = await Site.start({ clock })
  await site.signIn()
  await site.provider.down()
  clock.advance(3_600_000)
  await waitFor('trouble', async () => (await site.status()).signIn?.state === 'unreachable')
  await site.submit()
  const id = await site.engine.waitForState('deferred')
  const message = await site.engine.client.queue.get({ id })
  expect(message.recipients[0]?.lastReply).toMatchObject({
    code: null,
    enhanced: '4.7.0',
    text: expect.stringContaining('refused the connection'),
  })
  await site.provider.up()
  await waitFor('mail at the provider', () => {
    clock.advance(10_000)
    return site.server.messages.length === 1
  })
  expect((await site.status()).signIn?.state).toBe('signed-in')
})

test('a provider that is unwell (503) is left alone for as long as it asks', async () => {
  const clock = new FakeClock(Date.now())
  const site = await Site.start({ clock })
  await site.signIn()
  const before = site.provider.asked.length
  site.provider.unwell = {
    status: 503,
    body: '{"error":"temporarily_unavailable"}',
    headers: { 'retry-after': '120' },
  }
  clock.advance(3_600_000)
  await waitFor('trouble', async () => (await site.status()).signIn?.state === 'unreachable')
  clock.advance(119_000)
  expect(site.provider.asked.length - before).toBe(1)
  site.provider.unwell = null
  clock.advance(10_000)
  await waitFor('a token again', async () => (await site.status()).signIn?.state === 'signed-in')
})

test('twenty connections share one request for a token', async () => {
  const clock = new FakeClock(Date.now())
  const site = await Site.start({ clock, route: { maxConnections: 20, maxConnectionsPerHost: 20 } })
  await site.signIn()
  await site.provider.down()
  clock.advance(3_599_000)
  await waitFor('trouble', async () => (await site.status()).signIn?.state === 'unreachable')
  await site.provider.up()
  const before = site.provider.asked.length
  const tokens = site.engine.engine.signIns.tokens('provider')
  clock.advance(4_000)
  const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => tokens.token()))
  clock.advance(10_000)
  const taken = await Promise.all(Array.from({ length: 20 }, () => tokens.token()))
  expect(new Set(taken).size).toBe(1)
  expect(attempts).toHaveLength(20)
  expect(site.provider.asked.length - before).toBe(1)
})

test('a rotated refresh token and the access token outlive a restart', async () => {
  const clock = new FakeClock(Date.now())
  const site = await Site.start({ clock })
  await site.signIn()
  clock.advance(3_400_000)
  await waitFor('a refresh', () => site.provider.asked.includes('refresh_token'))
  await waitFor(
    'its token',
    async () => ((await site.status()).signIn?.expiresAt ?? 0) > clock.now() + 3_000_000,
  )
  const asked = site.provider.asked.length
  await site.restart()
  expect((await site.status()).signIn).toMatchObject({ state: 'signed-in', username: MAILBOX })
  await site.submit()
  await waitFor('mail at the provider', () => site.server.messages.length === 1)
  expect(site.provider.asked).toHaveLength(asked)
  clock.advance(3_600_000)
  await waitFor('a refresh with what was rotated', () => site.provider.asked.length === asked + 1)
  await waitFor('its token', async () => (await site.status()).signIn?.state === 'signed-in')
})

test('a token that the mail server refuses is renewed once', async () => {
  const clock = new FakeClock(Date.now())
  const site = await Site.start({ clock })
  await site.signIn()
  await site.provider.revokeAccessTokens()
  clock.advance(120_000)
  await site.submit()
  await waitFor('mail at the provider', () => site.server.messages.length === 1)
  expect(site.server.signIns.map(({ accepted }) => accepted)).toEqual([false, true])
  expect(site.server.answers).toEqual([''])
})

test('a server that refuses every token is asked twice and no more, and says why', async () => {
  const clock = new FakeClock(Date.now())
  const site = await Site.start({ clock, mechanism: 'OAUTHBEARER', check: () => false })
  await site.signIn()
  clock.advance(120_000)
  await site.submit()
  const id = await site.engine.waitForState('deferred')
  const { recipients } = await site.engine.client.queue.get({ id })
  expect(recipients[0]?.lastReply?.text).toMatch(
    /Token not accepted .*status 401, schemes bearer, scope smtp/,
  )
  expect(site.server.signIns).toHaveLength(2)
  expect(site.server.answers).toEqual(['AQ==', 'AQ=='])
})

test('a renamed route keeps its sign-in; another client id, user name or route of that name does not', async () => {
  const site = await Site.start()
  await site.signIn()
  await site.update('provider', { name: 'mail of the office' })
  expect((await site.status('mail of the office')).signIn?.state).toBe('signed-in')
  await site.restart()
  expect((await site.status('mail of the office')).signIn?.state).toBe('signed-in')
  await site.update('mail of the office', { name: 'provider' }, { username: 'other@provider.test' })
  expect((await site.status()).signIn?.state).toBe('needed')
  await site.restart()
  expect((await site.status()).signIn?.state).toBe('needed')
})

test('signing out forgets the tokens, over a restart too', async () => {
  const site = await Site.start()
  await site.signIn()
  await site.engine.client.routes.signOut({ name: 'provider' })
  expect((await site.status()).signIn?.state).toBe('needed')
  await site.restart()
  expect((await site.status()).signIn?.state).toBe('needed')
})

test('a wrong client secret names the setting, and the corrected one is tried at once', async () => {
  const auth = { grant: 'client-credentials' as const, clientId: DAEMON.id, scopes: [] }
  const site = await Site.start({
    auth: { ...auth, clientSecret: 'wrong' },
    check: (who) => who === DAEMON.id,
  })
  await site.submit()
  const attention = await site.waitForAttention('sign-in')
  expect(attention.text).toMatch(/client secret/)
  expect(site.server.connections).toBe(0)
  await site.update('provider', {}, { clientSecret: DAEMON.secret })
  await waitFor('mail at the provider', () => site.server.messages.length === 1)
})

test('a sign-in that is declined, or left, changes nothing', async () => {
  const site = await Site.start()
  const events = site.events()
  const first = await events.next()
  if (first.done || first.value.kind !== 'browser') throw new Error('no browser was asked for')
  await site.person.decline(first.value.url)
  expect((await events.next()).value).toEqual({ kind: 'failed', text: expect.stringContaining('declined') })
  const left = site.events()
  const { value } = await left.next()
  await left.return?.(undefined)
  const redirect = new URL(new URL(value.url).searchParams.get('redirect_uri') ?? '')
  await expect(fetch(redirect)).rejects.toThrow('fetch failed')
  expect((await site.status()).signIn?.state).toBe('needed')
})

test('the redirect takes the state that was sent along, on its own host and path, and nothing else', async () => {
  const site = await Site.start()
  const events = site.events()
  const first = await events.next()
  const asked = new URL(first.value.url)
  const redirect = asked.searchParams.get('redirect_uri') ?? ''
  expect((await fetch(`${redirect}?code=stolen&state=guessed`)).status).toBe(400)
  expect((await fetch(`${redirect}other?state=${asked.searchParams.get('state')}`)).status).toBe(404)
  expect((await fetch(redirect, { method: 'POST' })).status).toBe(404)
  await site.person.signIn(asked.href)
  expect((await events.next()).value).toMatchObject({ kind: 'signed-in' })
})

test('a token endpoint whose certificate does not verify is never asked', async () => {
  const stranger = await TestAuthority.create()
  const site = await Site.start({ certificate: await stranger.issue({ names: ['127.0.0.1'] }) })
  const events = await site.signIn()
  expect(events).toEqual([
    { kind: 'failed', text: expect.stringMatching(/certificate .*does not trust|private authority/) },
  ])
  expect(site.provider.asked).toEqual([])
})

test('neither log nor transcripts hold a token or a secret', async () => {
  const site = await Site.start()
  await site.signIn()
  await site.submit()
  await waitFor('mail at the provider', () => site.server.messages.length === 1)
  const token = site.server.signIns[0]?.token ?? ''
  expect(token.length).toBeGreaterThan(10)
  const { rows } = await site.engine.client.sessions.list({})
  const sessions = await Promise.all(rows.map(({ id }) => site.engine.client.sessions.get({ id })))
  const everything = JSON.stringify([sessions, site.engine.logger, await site.status()])
  expect(everything).toContain('AUTH XOAUTH2 •••')
  expect(everything).not.toContain(token)
  expect(everything).not.toContain(Buffer.from(`user=${MAILBOX}`).toString('base64').slice(0, 20))
})

test('a route is tried with the tokens of the sign-in', async () => {
  const site = await Site.start()
  const [route] = await site.engine.client.routes.list()
  if (!route) throw new Error('no route')
  expect(await site.verdict(route)).toMatchObject({
    ok: false,
    text: expect.stringContaining('Nobody has signed in'),
  })
  await site.signIn()
  expect(await site.verdict(route)).toMatchObject({
    ok: true,
    text: expect.stringContaining(`signed in as ${MAILBOX}`),
  })
})
