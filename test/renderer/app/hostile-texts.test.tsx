/** Whatever strangers, devices and next hops call themselves, every panel shows it as the letters that it is. */
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { PANEL_LIST } from '../../../renderer/app/panels.ts'
import type { MemoryBridge } from '../../../renderer/bridge/memory/memory-bridge.ts'
import { openWindow } from '../support/open-window.tsx'
import { pick, type } from '../support/press.ts'

const HOSTILE = `"'><img src=x onerror="globalThis.hit=1"><script>globalThis.hit=1</script>{0}{count, plural, one {#}}\${1}<b>\u202e\u0000\u001b[2J\u200b😀`

/** Members whose texts come from outside, or are names that somebody gave. */
const MEMBERS = new Set([
  ...[
    'subject',
    'sender',
    'address',
    'recipients',
    'text',
    'problem',
    'peerName',
    'name',
    'username',
    'account',
  ],
  ...['note', 'version', 'waitingFor', 'lastReply', 'host', 'selector', 'label', 'detail'],
])

test.each(PANEL_LIST.map(({ panel }) => panel))(
  'markup, marks and braces in every text stay text: %s',
  async (panel) => {
    openWindow(`#/${panel}`, { messages: 40 }, hostile)
    await screen.findByRole('main')
    await waitFor(() => expect(document.body.textContent).toContain('<img src=x'))
    expectLetters()
  },
)

/** Nothing of it became an element, a link that runs, or a failure. */
function expectLetters(): void {
  expect(document.querySelectorAll('img[src="x"], script, b, [onerror]')).toHaveLength(0)
  for (const link of document.querySelectorAll('a[href]'))
    expect(link.getAttribute('href')).toMatch(/^(#|https?:|mailto:|blob:)/)
  expect(document.body.textContent).not.toContain('could not be shown')
  expect(document.title).not.toMatch(/[\p{Cc}\u202e]/u)
  expect((globalThis as { hit?: number }).hit).toBeUndefined()
}

// happy-dom lays nothing out: virtual lists take the sizes that they ask for.
function layOut(): void {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(700)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1_000)
}

test('so does a message that is opened, in each of its views', async () => {
  layOut()
  const bridge = openWindow('#/queue', { messages: 40 }, hostile)
  const { rows } = await bridge.client.queue.list({ filter: {}, cursor: null, limit: 1 })
  globalThis.location.hash = `#/queue/${rows[0]?.id}`
  for (const name of ['Journey', 'Message', 'Headers', 'Source']) {
    const tab = { name: new RegExp(`^${name}`) }
    fireEvent.click(await screen.findByRole('tab', tab))
    await waitFor(() => expect(screen.getByRole('tab', tab).getAttribute('aria-selected')).toBe('true'))
    await waitFor(() => expect(document.body.textContent).toContain('<img src=x'))
    expectLetters()
  }
})

test('so do the recipients of a message to many, and what asks before a message is deleted or bounced', async () => {
  layOut()
  const bridge = openWindow('#/queue', { messages: 40 }, (plain) => hostile(toMany(plain)))
  const { rows } = await bridge.client.queue.list({ filter: {}, cursor: null, limit: 40 })
  const open = rows.find(({ state, pending }) => state === 'deferred' && pending === null)
  globalThis.location.hash = `#/queue/${open?.id}?show=recipients`
  const tab = await screen.findByRole('tab', { name: /^Recipients/ })
  await waitFor(() => expect(tab.getAttribute('aria-selected')).toBe('true'))
  await waitFor(() => expect(screen.getByRole('tabpanel').textContent).toContain('<img src=x'))
  expectLetters()
  for (const name of ['Delete…', 'Bounce…']) {
    fireEvent.click(screen.getByRole('button', { name: 'More actions' }))
    fireEvent.click(await screen.findByRole('menuitem', { name }))
    const question = await screen.findByRole('dialog')
    await waitFor(() => expect(question.textContent).toContain('<img src=x'))
    expectLetters()
    fireEvent.click(within(question).getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  }
})

test('so do conversations as they are followed, and what asks before one is ended', async () => {
  layOut()
  const bridge = openWindow('#/sessions', { messages: 40 }, hostile)
  for (const { row } of bridge.engine.sessions.slice(0, 6)) {
    globalThis.location.hash = `#/sessions/${row.id}`
    await screen.findByRole('button', { name: 'More about this session' })
    await waitFor(() => expect(document.body.textContent).toContain('<img src=x'))
    expectLetters()
  }
  globalThis.location.hash = `#/sessions/${bridge.engine.sessions[0]?.row.id}`
  fireEvent.click(await screen.findByRole('button', { name: 'Disconnect…' }))
  await screen.findByRole('alertdialog')
  expectLetters()
})

test('so does the sheet of a device that is printed', async () => {
  openWindow('#/setup/device')
  const name = '"><img src=x onerror=hit=1><b>{0}\u202e'
  pick(await screen.findByLabelText('Kind of device or program'), 'ricoh')
  type(screen.getByLabelText('Name'), name)
  fireEvent.click(screen.getByRole('button', { name: 'No' }))
  fireEvent.click(screen.getByRole('button', { name: 'None' }))
  type(screen.getByLabelText('Its own address'), '192.168.10.77')
  fireEvent.click(screen.getByRole('button', { name: 'Create it and show the values' }))
  await waitFor(() => expect(document.querySelector('[data-print-sheet]')?.textContent).toContain(name))
  expectLetters()
})

function hostile(bridge: MemoryBridge): MemoryBridge {
  return { ...bridge, client: disguised(bridge.client) }
}

/** Each message has enough recipients for a list of their own. */
function toMany(bridge: MemoryBridge): MemoryBridge {
  const { client } = bridge
  const get: typeof client.queue.get = async (...given) => {
    const detail = await client.queue.get(...given)
    const [one] = detail.recipients
    if (!one) return detail
    return { ...detail, recipients: Array.from({ length: 9 }, (_, index) => ({ ...one, number: index + 1 })) }
  }
  const queue = replaced(client.queue, 'get', get)
  return { ...bridge, client: replaced(client, 'queue', queue) }
}

function replaced<T extends object, K extends keyof T>(target: T, name: K, value: T[K]): T {
  return new Proxy(target, {
    get: (inner, member) => (member === name ? value : (Reflect.get(inner, member) as unknown)),
  })
}

/** The client whose answers have the hostile text behind each text of MEMBERS. */
function disguised<T extends object>(client: T): T {
  return new Proxy(client, {
    get(target, member) {
      const value = Reflect.get(target, member) as unknown
      return typeof value === 'function' || (typeof value === 'object' && value !== null)
        ? disguised(value as object)
        : value
    },
    apply: async (target, self, given) =>
      spoiled(await (Reflect.apply(target as () => unknown, self, given) as Promise<unknown>), ''),
  })
}

function spoiled(value: unknown, member: string): unknown {
  if (typeof value === 'string') return MEMBERS.has(member) ? `${value}${HOSTILE}` : value
  if (Array.isArray(value)) return value.map((item) => spoiled(item, member))
  if (typeof value !== 'object' || value === null) return value
  if (Symbol.asyncIterator in value) return spoiledEvents(value as AsyncIterable<unknown>)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spoiled(inner, key)]))
}

/** Live events come disguised too. */
async function* spoiledEvents(events: AsyncIterable<unknown>): AsyncGenerator<unknown, void> {
  for await (const event of events) yield spoiled(event, '')
}
