import { expect, test } from 'vitest'
import { type TrayState, trayView } from '../../../main/electron/tray/tray-menu.ts'
import type { EngineSummary } from '../../../shared/desktop/engine-summary.ts'

const calm: EngineSummary = { waiting: 0, paused: false, attention: [] }
const running = (summary: Partial<EngineSummary> = {}): TrayState => ({
  engine: 'running',
  summary: { ...calm, ...summary },
  update: { kind: 'idle', checkedAt: null },
})
const labels = (state: TrayState) =>
  trayView(state).items.map((item) => (item.kind === 'line' ? '-' : item.label))

test('says in one line how it stands, and offers what can be done', () => {
  expect(labels(running())).toEqual([
    'Mail is flowing',
    'Nothing waits',
    '-',
    'Open Mailroom',
    'Add a device…',
    'Pause delivery',
    '-',
    'Quit (mail stops)',
  ])
})

test('the number that waits stands in the tooltip and, short, beside the icon', () => {
  const view = trayView(running({ waiting: 1_234 }))
  expect(view.tooltip).toBe('Mailroom: Mail is flowing (1,234 messages wait)')
  expect(view.title).toBe('1k')
  expect(trayView(running()).title).toBe('')
})

test('what needs attention leads to its place, cut to one line', () => {
  const state = running({
    attention: [
      {
        kind: 'circuit',
        severity: 'problem',
        text: 'The route "provider" is not used just now. smtp.provider.example does not answer.',
        subject: 'provider',
      },
    ],
  })
  const view = trayView(state)
  expect(view.icon).toBe('problem')
  expect(view.items).toContainEqual({
    kind: 'action',
    label: 'The route "provider" is not used just now',
    action: { kind: 'place', place: { panel: 'routes', item: 'provider', params: {} } },
  })
})

test('a pause has its own icon and its way back', () => {
  const view = trayView(running({ paused: true }))
  expect(view.icon).toBe('paused')
  expect(view.items).toContainEqual({
    kind: 'action',
    label: 'Resume delivery',
    action: { kind: 'pause', paused: false },
  })
})

test('without an engine nothing is offered that needs one', () => {
  const state: TrayState = { engine: 'stopped', summary: null, update: { kind: 'idle', checkedAt: null } }
  expect(trayView(state).icon).toBe('problem')
  expect(labels(state)).not.toContain('Pause delivery')
  expect(labels({ ...state, engine: 'starting' })[0]).toBe('The mail engine is starting')
})

test('an update that is ready is offered', () => {
  const state: TrayState = { ...running(), update: { kind: 'ready', version: '0.2.0', notes: '' } }
  expect(labels(state)).toContain('Restart to update to 0.2.0')
})

test('what a next hop or a name brings along makes one short plain line of the menu', () => {
  const text = `Route "a\u202eb\r\n\0\u001b[2J{0}<b>" ${'x'.repeat(100_000)}`
  const item = { kind: 'circuit', severity: 'problem', text, subject: 'a' } as const
  const label = labels(running({ attention: [item] })).find((each) => each.startsWith('Route'))
  expect(label).toMatch(/^Route "ab \[2J\{0\}<b>" x+…$/)
  expect(label?.length).toBe(64)
})
