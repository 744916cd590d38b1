/** The HTTP form of the contract, given any method, path, type and body by somebody signed in: foreseen answers, never a crash. */
import { expect, test } from 'vitest'
import { ask, openConsole } from '../../rpc/open-console.ts'
import { fuzz, SECONDS } from './fuzz.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND']
const TYPES = [
  'application/json',
  'text/plain',
  'multipart/form-data; boundary=b',
  'application/json; charset=x',
  '',
]
const PATHS = [
  ...[
    'status',
    'queue',
    'queue/pause',
    'queue/x',
    'accounts',
    'accounts/%00',
    'accounts/%E0%A4',
    'rules',
    'routes',
  ],
  ...[
    'configuration',
    'sessions',
    'sessions/..%2f..',
    'audit',
    'settings',
    '%',
    '__proto__',
    'queue/list',
    'queue/setPaused',
    'rules/list',
    'accounts/create',
    'constructor/toString',
  ],
]

test(
  'no method, path, content type and body is answered with a failure of the server, and it goes on',
  async () => {
    const { url, token } = await openConsole()
    let turn = 0
    await fuzz('contract', async (octets) => {
      turn += 1
      const pick = <T>(list: readonly T[], every: number) => list[Math.floor(turn / every) % list.length] as T
      const body = octets.toString('latin1')
      const query = turn % 3 === 0 ? `?${encodeURIComponent(body.slice(0, 200))}` : ''
      const prefix = turn % 4 === 0 ? '/rpc/' : '/api/v1/'
      const method = pick(METHODS, 1)
      const path = prefix + pick(PATHS, METHODS.length) + query
      const type = pick(TYPES, 3)
      const { status } = await ask(url, {
        method,
        path,
        headers: { authorization: `Bearer ${token}`, ...(type !== '' && { 'content-type': type }) },
        ...(method !== 'GET' && method !== 'HEAD' && { body }),
      })
      if (status < 200 || status >= 500) throw new Error(`${method} ${path} as ${type}: ${status}`)
    })
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    const answer = await ask(url, { path: '/api/v1/status', headers: { authorization: `Bearer ${token}` } })
    expect(answer.status).toBe(200)
  },
  SECONDS * 1_000 + 60_000,
)
