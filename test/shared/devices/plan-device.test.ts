import { expect, test } from 'vitest'
import { newAccountSchema } from '../../../shared/contract/accounts.ts'
import { DEVICE_TYPES, deviceType } from '../../../shared/devices/device-types.ts'
import {
  type DeviceWish,
  type PlanFacts,
  planDevice,
  usernameFrom,
} from '../../../shared/devices/plan-device.ts'
import { snippet } from '../../../shared/devices/snippets.ts'
import { configSchema, listenerSchema } from '../../../shared/domain/config.ts'

const WISH: DeviceWish = {
  type: deviceType('canon'),
  name: 'Copier, ground floor',
  place: 'network',
  tls: 'starttls',
  auth: true,
  sender: 'copier@office.test',
  clientAddress: null,
  account: null,
}
const FACTS: PlanFacts = {
  serverAddress: '192.168.1.5',
  hostname: 'relay.office.test',
  listeners: configSchema.parse({}).listeners,
  networks: [],
  usernames: [],
  ownCertificate: true,
  freePorts: [25, 587, 465],
}
const plan = (wish: Partial<DeviceWish> = {}, facts: Partial<PlanFacts> = {}) =>
  planDevice({ ...WISH, ...wish }, { ...FACTS, ...facts })

test('a device with TLS and sign-in gets a listener on 587 and an account of its own', () => {
  const { listener, account, network, values, problems } = plan()
  expect(problems).toEqual([])
  expect(listener).toMatchObject({
    kind: 'add',
    item: { name: 'devices', host: '192.168.1.5', port: 587, tls: 'starttls' },
  })
  expect(account).toMatchObject({
    kind: 'add',
    item: { username: 'copier-ground-floor', allowedSenders: ['copier@office.test'] },
  })
  if (account?.kind === 'add') expect(newAccountSchema.safeParse(account.item).success).toBe(true)
  expect(network).toBeNull()
  expect(values).toEqual([
    { field: 'server', label: 'SMTP Server', value: '192.168.1.5' },
    { field: 'port', label: 'SMTP TX port number', value: '587' },
    { field: 'security', label: 'Allow TLS (SMTP TX)', value: 'On' },
    { field: 'auth', label: 'Use SMTP Authentication', value: 'On' },
    { field: 'username', label: 'User name', value: 'copier-ground-floor' },
    { field: 'password', label: 'Password', value: null },
    { field: 'sender', label: 'E-Mail Address', value: 'copier@office.test' },
  ])
})

test('a device that cannot sign in is named by its address, with the profile of its kind and one sender', () => {
  const wish = { auth: false, tls: 'none' } as const
  expect(plan(wish).problems[0]).toMatch(/known by its address/)
  const { network, listener, account } = plan({ ...wish, clientAddress: '192.168.1.20' })
  expect(network).toMatchObject({
    kind: 'add',
    item: {
      name: 'Copier, ground floor',
      addresses: ['192.168.1.20'],
      trusted: true,
      allowedSenders: ['copier@office.test'],
      tolerate: ['any-hello', 'trailing-nul'],
    },
  })
  expect(listener).toMatchObject({ kind: 'add', item: { port: 25 } })
  expect(account).toBeNull()
})

test('sign-in without TLS is allowed for the address of the device alone, which may then send nothing unsigned', () => {
  const { network } = plan({ tls: 'none', clientAddress: '192.168.1.20' })
  expect(network).toMatchObject({
    item: { trusted: false, tolerate: expect.arrayContaining(['auth-in-clear']) },
  })
})

test('what is there already is used, and a network is widened rather than doubled', () => {
  const listeners = [listenerSchema.parse({ name: 'lan', host: '0.0.0.0', port: 2525 })]
  const networks = configSchema.parse({
    networks: [{ name: 'Copiers', addresses: ['192.168.1.20'], allowedSenders: ['a@office.test'] }],
  }).networks
  const { listener, network } = plan({ auth: false, clientAddress: '192.168.1.20' }, { listeners, networks })
  expect(listener).toEqual({ kind: 'there', name: 'lan' })
  expect(network).toMatchObject({
    kind: 'change',
    name: 'Copiers',
    item: { allowedSenders: ['a@office.test', 'copier@office.test'] },
  })
})

test('TLS from the start uses 465; without a free port the plan says what to do', () => {
  expect(plan({ tls: 'implicit' }).listener).toMatchObject({ item: { port: 465, tls: 'implicit' } })
  expect(plan({}, { freePorts: [] }).problems[0]).toMatch(/No usual mail port is free/)
})

test('a program of this computer needs nothing new', () => {
  const { listener, network, account, values } = plan({ place: 'this-computer', auth: false })
  expect([listener, network, account]).toEqual([{ kind: 'there', name: 'local' }, null, null])
  expect(values[0]?.value).toBe('127.0.0.1')
})

test('every kind of device can be planned, and its snippets hold the values', () => {
  expect(new Set(DEVICE_TYPES.map(({ id }) => id)).size).toBe(DEVICE_TYPES.length)
  for (const type of DEVICE_TYPES) {
    const tls = type.tls[0] ?? 'none'
    expect(plan({ type, tls, clientAddress: '192.168.1.20' }).problems, type.id).toEqual([])
    for (const kind of type.snippets) {
      const { text } = snippet(kind, {
        server: '192.168.1.5',
        port: 587,
        tls,
        username: 'web',
        password: null,
        sender: 'web@office.test',
        ownCertificate: true,
      })
      expect(text, kind).toContain('192.168.1.5')
      expect(text, kind).toContain('587')
    }
  }
})

test.each([
  ['Küche Süd', 'kuche-sud'],
  ['印刷', 'device'],
  ['  NAS #2 ', 'nas-2'],
])('%s signs in as %s', (name, username) => {
  expect(usernameFrom(name)).toBe(username)
})
