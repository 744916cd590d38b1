import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { ask, cookieOf, openConsole, tokenOf } from './open-console.ts'

test('a link signs in once: the cookie is out of reach of scripts and other sites, a replay is refused', async () => {
  const { url, createLink, signIn } = await openConsole()
  const token = tokenOf(createLink())
  const answer = await signIn(token)
  expect(answer.status).toBe(204)
  expect(String(answer.headers['set-cookie'])).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/)
  expect((await signIn(token)).status).toBe(401)

  const cookie = cookieOf(answer)
  expect((await ask(url, { path: '/session', headers: { cookie } })).status).toBe(204)
  expect((await ask(url, { path: '/api/v1/status', headers: { cookie } })).status).toBe(200)
  const out = await ask(url, { method: 'DELETE', path: '/session', headers: { cookie, origin: url } })
  expect(out.status).toBe(204)
  expect((await ask(url, { path: '/session', headers: { cookie } })).status).toBe(401)
})

test('the token of the API signs in as often as it likes, and calls without a cookie', async () => {
  const { url, token, signIn } = await openConsole()
  expect((await signIn(token)).status).toBe(204)
  expect((await signIn(token)).status).toBe(204)
  const answer = await ask(url, { path: '/api/v1/status', headers: { authorization: `Bearer ${token}` } })
  expect(JSON.parse(answer.body)).toMatchObject({ hostname: 'relay.office.test' })
})

test.each([
  ['no token', {}],
  ['a wrong token', { authorization: 'Bearer wrong' }],
  ['an empty token', { authorization: 'Bearer ' }],
  ['a made-up cookie', { cookie: 'mailroom-1=x' }],
])('refuses a call with %s', async (_, headers) => {
  const { url } = await openConsole()
  for (const path of ['/api/v1/status', '/rpc/system/status', '/session'])
    expect((await ask(url, { path, headers: headers as Record<string, string> })).status).toBe(401)
})

test('refuses requests under a name that is not ours, whatever they ask for: DNS rebinding', async () => {
  const { url, token } = await openConsole()
  const { port } = new URL(url)
  const authorization = `Bearer ${token}`
  for (const host of [`attacker.test:${port}`, `127.0.0.1.attacker.test:${port}`, 'attacker.test', 'a b'])
    for (const path of ['/', '/api/v1/status', '/session'])
      expect((await ask(url, { path, headers: { host, authorization } })).status).toBe(421)
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, 'relay.office.test'])
    expect((await ask(url, { path: '/api/v1/status', headers: { host, authorization } })).status).toBe(200)
})

test('refuses pages of other origins, also with a valid cookie and from another port of this computer', async () => {
  const { url, signIn, token } = await openConsole()
  const cookie = cookieOf(await signIn(token))
  const pause = (headers: Record<string, string>) =>
    ask(url, {
      method: 'POST',
      path: '/api/v1/queue/pause',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"paused":true}',
    })
  for (const origin of [
    'http://attacker.test',
    'http://127.0.0.1:1',
    'null',
    url.replace('http', 'https').replace(/\d+$/, '1'),
  ]) {
    expect((await pause({ cookie, origin })).status).toBe(403)
    expect((await signIn(token, { origin })).status).toBe(403)
  }
  expect((await pause({ cookie })).status).toBe(403)
  expect((await pause({ cookie, origin: url })).status).toBe(200)
})

test('signing in takes JSON only, and little of it', async () => {
  const { url, token, signIn } = await openConsole()
  expect((await signIn(token, { 'content-type': 'text/plain' })).status).toBe(415)
  const long = await signIn('x'.repeat(100_000)).catch(() => ({ status: 400 }))
  expect(long.status).toBe(400)
  expect(
    (await ask(url, { method: 'PUT', path: '/session', headers: { authorization: `Bearer ${token}` } }))
      .status,
  ).toBe(405)
})

test('only the token makes links, not a browser session', async () => {
  const { url, token, signIn } = await openConsole()
  const cookie = cookieOf(await signIn(token))
  const link = (headers: Record<string, string>) =>
    ask(url, { method: 'POST', path: '/session/link', headers })
  expect((await link({ cookie, origin: url })).status).toBe(403)
  const made = await link({ authorization: `Bearer ${token}` })
  expect((await signIn(tokenOf(JSON.parse(made.body).url))).status).toBe(204)
})

test('serves the window with strict headers, and nothing that is not part of it', async () => {
  const { url } = await openConsole()
  const page = await ask(url)
  expect(page.body).toBe('<title>Mailroom</title>')
  expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'")
  expect(page.headers['content-security-policy']).toContain("require-trusted-types-for 'script'")
  expect(page.headers['content-security-policy']).not.toContain('unsafe-')
  expect(page.headers['x-content-type-options']).toBe('nosniff')
  expect((await ask(url, { path: '/assets/app.js' })).headers['content-type']).toContain('text/javascript')
  for (const path of [
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/assets/..\\..\\secret.txt',
    '//secret.txt',
    '/index.html%00.js',
    '/assets/',
  ]) {
    const answer = await ask(url, { path })
    expect([path, answer.status]).toEqual([path, 404])
    expect(answer.body).not.toContain('secret')
  }
})

test('describes its REST interface', async () => {
  const { url } = await openConsole()
  const { paths } = JSON.parse((await ask(url, { path: '/api/v1/openapi.json' })).body)
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining(['/status', '/queue/search', '/queue/{id}', '/routes/{name}']),
  )
})

test('REST answers errors with their status, code and fields', async () => {
  const { url, token } = await openConsole()
  const call = (method: string, path: string, body?: unknown) =>
    ask(url, {
      method,
      path: `/api/v1${path}`,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: body === undefined ? '' : JSON.stringify(body),
    })
  expect((await call('GET', '/queue/0AM1N84RG00')).status).toBe(404)
  const wrong = await call('POST', '/routes', { item: { kind: 'mx' } })
  expect([wrong.status, JSON.parse(wrong.body)]).toMatchObject([
    422,
    { code: 'INVALID', data: { issues: [{ path: ['item', 'name'] }] } },
  ])
  expect((await call('POST', '/queue', '{ not json')).status).toBe(422)
  expect((await call('GET', '/nothing')).status).toBe(404)
})

test('a WebSocket needs its own origin or the token, and the right path', async () => {
  const { url, token, signIn } = await openConsole()
  const cookie = cookieOf(await signIn(token))
  const open = (headers: Record<string, string>, path = '/rpc') =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, { headers })
      socket.on('open', () => {
        socket.close()
        resolve('open')
      })
      socket.on('error', () => {})
      socket.on('unexpected-response', (_request, response) => resolve(String(response.statusCode)))
      socket.on('close', () => resolve('closed'))
    })
  expect(await open({ cookie, origin: url })).toBe('open')
  expect(await open({ authorization: `Bearer ${token}` })).toBe('open')
  expect(await open({ cookie, origin: 'http://attacker.test' })).toBe('403')
  expect(await open({ cookie })).toBe('403')
  expect(await open({ origin: url })).toBe('401')
  expect(await open({ cookie, origin: url, host: 'attacker.test' })).toBe('421')
  expect(await open({ cookie, origin: url }, '/elsewhere')).toBe('403')
})
