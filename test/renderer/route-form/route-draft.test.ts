import { expect, test } from 'vitest'
import { catchAllRule, leadsNowhere } from '../../../renderer/route-form/catch-all-rule.ts'
import {
  cleanRoute,
  editable,
  newAuth,
  newRoute,
  type RouteInput,
  routeFromPreset,
} from '../../../renderer/route-form/route-draft.ts'
import { routeSchema } from '../../../shared/domain/route.ts'
import { PRESETS } from '../../../shared/presets/presets.ts'

test('empty sign-in fields mean no sign-in', () => {
  const draft = { ...newRoute('smarthost', 'provider'), host: 'smtp.test', ehloName: '' }
  const route = routeSchema.parse(cleanRoute(draft))
  expect(route).not.toHaveProperty('auth')
  expect(route).not.toHaveProperty('ehloName')
})

test('a user name without password keeps the stored password', () => {
  const stored = routeSchema.parse({
    kind: 'smarthost',
    name: 'p',
    host: 'h',
    auth: { kind: 'password', username: 'u' },
  })
  expect(routeSchema.parse(cleanRoute(editable(stored)))).toMatchObject({
    auth: { kind: 'password', username: 'u' },
  })
})

test('a password without user name is refused at the user name', () => {
  const draft = {
    ...newRoute('smarthost', 'p'),
    host: 'h',
    auth: { kind: 'password' as const, username: '', password: 'x' },
  }
  expect(routeSchema.safeParse(cleanRoute(draft)).error?.issues[0]?.path).toEqual(['auth', 'username'])
})

test.each(['smarthost', 'mx', 'maildir', 'lmtp', 'capture'] as const)(
  'a new %s route lacks at most what a person must fill in',
  (kind) => {
    const parsed = routeSchema.safeParse(cleanRoute(newRoute(kind, 'name')))
    const missing = parsed.error?.issues.map((issue) => issue.path.join('.')) ?? []
    expect(missing.every((path) => path === 'host' || path === 'path')).toBe(true)
  },
)

test('the first route offers a rule that leads to it, under a free name', () => {
  expect(leadsNowhere([])).toBe(true)
  const rule = catchAllRule('provider', [])
  expect(leadsNowhere([rule])).toBe(false)
  expect(leadsNowhere([{ ...rule, enabled: false }])).toBe(true)
  expect(catchAllRule('provider', [rule]).name).toBe('Everything else by provider')
})

test.each(PRESETS.map((preset) => [preset.id, preset] as const))(
  'the preset %s fills a form that lacks only what is secret or the office’s own',
  (_, preset) => {
    const parsed = routeSchema.safeParse(cleanRoute(routeFromPreset(preset, 'name')))
    const missing = parsed.error?.issues.map((issue) => issue.path.join('.')) ?? []
    expect(missing.filter((path) => path !== 'auth.username' && path !== 'auth.clientId')).toEqual([])
  },
)

test('another kind of sign-in leaves nothing of the one before', () => {
  const draft = { ...newRoute('smarthost', 'p'), host: 'h', auth: newAuth('oauth2', 'google') }
  expect(cleanRoute(draft as RouteInput)).toMatchObject({ auth: { kind: 'oauth2', provider: 'google' } })
  const none = routeSchema.parse(cleanRoute({ ...draft, auth: newAuth('none') } as RouteInput))
  expect(none).not.toHaveProperty('auth')
})

test('retry fields that are empty are as in Settings', () => {
  const draft = { ...newRoute('lmtp', 'p'), retry: { schedule: [], expireAfter: '', delayNoticeAfter: '2h' } }
  expect(cleanRoute(draft)).toMatchObject({ retry: { delayNoticeAfter: '2h' } })
  const empty = { ...draft, retry: { schedule: [], expireAfter: '', delayNoticeAfter: '' } }
  expect(cleanRoute(empty)).not.toHaveProperty('retry')
})
