/** What other pages, programs and people of the network may try with the console; test/rpc/console.test.ts has the rest. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { ask, cookieOf, openConsole, tokenOf } from '../rpc/open-console.ts'

const paused = '{"paused":true}'
const json = { 'content-type': 'application/json' }

test.each(['cross-site', 'same-site', 'anything'])(
  'a page that the browser calls %s gets nothing by a signed-in person, not even what is fetched without an origin',
  async (site) => {
    const { url, token, signIn } = await openConsole()
    const cookie = cookieOf(await signIn(token))
    const headers = { cookie, 'sec-fetch-site': site }
    for (const path of ['/api/v1/status', '/rpc/system/status', '/session'])
      expect([path, (await ask(url, { path, headers })).status]).toEqual([path, 403])
    expect((await signIn(token, { 'sec-fetch-site': site })).status).toBe(403)
    // A link to the console may stand anywhere.
    expect((await ask(url, { headers })).status).toBe(200)
    for (const own of ['same-origin', 'none'])
      expect(
        (await ask(url, { path: '/api/v1/status', headers: { cookie, 'sec-fetch-site': own } })).status,
      ).toBe(200)
  },
)

test('a page that asks beforehand is given no leave: there is no CORS', async () => {
  const { url, token } = await openConsole()
  for (const path of ['/api/v1/queue/pause', '/rpc/queue/pause', '/session', '/']) {
    const answer = await ask(url, {
      method: 'OPTIONS',
      path,
      headers: {
        origin: 'http://attacker.test',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
        'access-control-request-private-network': 'true',
        authorization: `Bearer ${token}`,
      },
    })
    expect([path, answer.status >= 400]).toEqual([path, true])
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  }
})

test('nothing is changed by a method, a type or a header that says something else than it is', async () => {
  const { url, token, signIn, engine } = await openConsole()
  const cookie = cookieOf(await signIn(token))
  const authorization = `Bearer ${token}`
  const tries = [
    { method: 'GET', path: `/rpc/queue/setPaused?data=${encodeURIComponent('{"json":{"paused":true}}')}` },
    { method: 'GET', path: `/rpc/queue/pause?data=${encodeURIComponent('{"json":{"paused":true}}')}` },
    { method: 'GET', path: '/api/v1/queue/pause?paused=true' },
    { method: 'GET', path: '/api/v1/queue/pause', headers: { 'x-http-method-override': 'POST' } },
    { method: 'HEAD', path: '/api/v1/queue/pause' },
    { method: 'PUT', path: '/api/v1/queue/pause', body: paused },
    { method: 'TRACE', path: '/api/v1/queue/pause' },
    {
      method: 'POST',
      path: '/api/v1/queue/pause?_method=GET',
      body: 'paused=yes',
      headers: { 'content-type': 'text/plain' },
    },
    { method: 'POST', path: '//api/v1/queue/pause', body: paused, headers: json },
    { method: 'POST', path: '/session/../api/v1/queue/pause', body: paused, headers: json },
    { method: 'POST', path: `${url}/api/v1/queue/pause`, body: paused, headers: json },
  ]
  for (const { headers = {}, ...rest } of tries) {
    const answer = await ask(url, { ...rest, headers: { ...headers, authorization } })
    expect([rest.method, rest.path, answer.status >= 400]).toEqual([rest.method, rest.path, true])
    // A form of another page: with the cookie, without an origin.
    expect((await ask(url, { ...rest, headers: { ...headers, cookie } })).status).toBeGreaterThanOrEqual(400)
  }
  expect(engine.queue.pauses()).toEqual({ queue: false, routes: [] })
})

test('a token works in its own place only: not in the address, not as a cookie, not as basic credentials', async () => {
  const { url, token, createLink } = await openConsole()
  const link = tokenOf(createLink())
  const path = '/api/v1/status'
  for (const secret of [token, link])
    for (const asked of [
      { path: `${path}?token=${secret}` },
      { path: `${path}?access_token=${secret}` },
      {
        path,
        headers: { cookie: `${new URL(url).port}=${secret}; mailroom-${new URL(url).port}=${secret}` },
      },
      { path, headers: { authorization: `Basic ${Buffer.from(`x:${secret}`).toString('base64')}` } },
      { path, headers: { 'x-api-key': secret } },
    ])
      expect((await ask(url, asked)).status).toBe(401)
  // A link is for signing in, and was not used up by all that.
  expect((await ask(url, { path, headers: { authorization: `Bearer ${link}` } })).status).toBe(401)
})

test('no answer is kept by a cache or read by another page, whatever it says', async () => {
  const { url, token } = await openConsole()
  const authorization = `Bearer ${token}`
  const asked = [
    { path: '/api/v1/status', headers: { authorization } },
    { path: '/api/v1/status' },
    { path: '/rpc/system/status', headers: { authorization } },
    { path: '/session' },
    { path: '/session/link', method: 'POST', headers: { authorization } },
    { path: '/nowhere' },
    { path: '/', headers: { host: 'attacker.test' } },
    { path: '/api/v1/openapi.json' },
  ]
  for (const one of asked) {
    const { headers } = await ask(url, one)
    expect([one.path, headers]).toMatchObject([
      one.path,
      {
        'cache-control': 'no-store',
        'x-frame-options': 'DENY',
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      },
    ])
    expect(headers).not.toHaveProperty('x-powered-by')
  }
})

test('behind a proxy with TLS the cookie never leaves it', async () => {
  const { url, token, signIn } = await openConsole()
  const { host } = new URL(url)
  const secure = await signIn(token, { origin: `https://${host}` })
  expect(String(secure.headers['set-cookie'])).toMatch(/; HttpOnly; SameSite=Strict; Path=\/; Secure$/)
  expect(String((await signIn(token)).headers['set-cookie'])).not.toContain('Secure')
})

test('who signs out is out in each window at once', async () => {
  const { url, token, signIn } = await openConsole()
  const open = async (cookie: string) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/rpc`, { headers: { cookie, origin: url } })
    onTestFinished(() => socket.terminate())
    await once(socket, 'open')
    return socket
  }
  const [mine, other] = [cookieOf(await signIn(token)), cookieOf(await signIn(token))]
  const [first, second, stays] = [await open(mine), await open(mine), await open(other)]
  const closed = Promise.all([once(first, 'close'), once(second, 'close')])
  await ask(url, { method: 'DELETE', path: '/session', headers: { cookie: mine, origin: url } })
  await closed
  expect(stays.readyState).toBe(WebSocket.OPEN)
})

test('a stranger is refused before its body is read, however long it says that is', async () => {
  const { url } = await openConsole()
  const answer = await talk(
    url,
    'POST /api/v1/queue HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9999999999\r\n\r\n{',
  )
  expect(answer).toMatch(/^HTTP\/1\.1 401 /)
})

test.each([
  [
    'two lengths',
    'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde',
  ],
  [
    'a length and chunks',
    'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  ['a head without end', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`],
  ['no host', 'GET / HTTP/1.1\r\n\r\n'],
  ['a folded header', 'GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n\tb\rHost: attacker.test\r\n\r\n'],
  ['another protocol', 'EHLO attacker.test\r\n'],
])('a request with %s is no request', async (_, request) => {
  const { url } = await openConsole()
  expect(await talk(url, request)).toMatch(/^HTTP\/1\.1 4\d\d /)
})

test('who sends its request drop by drop loses its connection', async () => {
  const { url } = await openConsole({ head: 100, whole: 200 })
  const socket = dial(url)
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n')
  await once(socket.resume(), 'close')
  const slow = dial(url)
  slow.write(
    'POST /session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
  )
  await once(slow.resume(), 'close')
})

test('a connection that breaks while it is refused an upgrade ends nothing else', async () => {
  const { url } = await openConsole()
  for (let round = 0; round < 50; round += 1) {
    const socket = dial(url)
    await once(socket, 'connect')
    socket.write(
      'GET /rpc HTTP/1.1\r\nHost: attacker.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    )
    if (round % 2 === 0) await new Promise((resolve) => setImmediate(resolve))
    socket.resetAndDestroy()
  }
  expect((await ask(url, { path: '/session' })).status).toBe(401)
})

function dial(url: string): Socket {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.on('error', () => {})
  onTestFinished(() => void socket.destroy())
  return socket
}

/** The first octets of the answer. */
async function talk(url: string, request: string): Promise<string> {
  const socket = dial(url)
  socket.write(request)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  return answer.toString('latin1')
}
