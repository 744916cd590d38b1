/** Whatever strangers, devices and next hops call themselves, every panel shows it as the letters that it is. */
import { screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { PANEL_LIST } from '../../../renderer/app/panels.ts'
import type { MemoryBridge } from '../../../renderer/bridge/memory/memory-bridge.ts'
import { openWindow } from '../support/open-window.tsx'

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
    expect(document.querySelectorAll('img[src="x"], script, b, [onerror]')).toHaveLength(0)
    for (const link of document.querySelectorAll('a[href]'))
      expect(link.getAttribute('href')).toMatch(/^(#|https?:|mailto:|blob:)/)
    expect(document.body.textContent).not.toContain('could not be shown')
    expect(document.title).not.toMatch(/[\p{Cc}\u202e]/u)
    expect((globalThis as { hit?: number }).hit).toBeUndefined()
  },
)

function hostile(bridge: MemoryBridge): MemoryBridge {
  return { ...bridge, client: disguised(bridge.client) }
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
  if (typeof value !== 'object' || value === null || Symbol.asyncIterator in value) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spoiled(inner, key)]))
}
