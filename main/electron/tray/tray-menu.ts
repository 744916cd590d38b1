/** What the tray says and offers, from how the engine stands. Pure; tray-icon.ts puts it before the eyes. */
import type { EngineSummary } from '../../../shared/desktop/engine-summary.ts'
import type { UpdateState } from '../../../shared/desktop/update-state.ts'
import { attentionPlace } from '../../../shared/place/attention-place.ts'
import type { Place } from '../../../shared/place/place.ts'
import { plainLine } from '../../../shared/text/plain-line.ts'
import type { EngineState } from '../engine-supervisor.ts'
import { say } from '../say.ts'

export interface TrayState {
  readonly engine: EngineState
  /** null until the engine has said how it stands. */
  readonly summary: EngineSummary | null
  readonly update: UpdateState
}

export type TrayAction =
  | { readonly kind: 'open' }
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'pause'; readonly paused: boolean }
  | { readonly kind: 'add-device' }
  | { readonly kind: 'update' }
  | { readonly kind: 'quit' }

export type TrayItem =
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'line' }
  | { readonly kind: 'action'; readonly label: string; readonly action: TrayAction }

export interface TrayView {
  readonly icon: 'calm' | 'paused' | 'problem'
  readonly tooltip: string
  /** Beside the icon in macOS's menu bar. */
  readonly title: string
  readonly items: readonly TrayItem[]
}

const LINE: TrayItem = { kind: 'line' }

export function trayView(state: TrayState): TrayView {
  const { summary } = state
  const sentence = statusLine(state)
  const waiting = summary === null || summary.waiting === 0 ? '' : ` (${waitingText(summary.waiting)})`
  return {
    icon: icon(state),
    tooltip: `Mailroom: ${sentence}${waiting}`,
    title: summary === null || summary.waiting === 0 ? '' : short(summary.waiting),
    items: [
      { kind: 'text', label: sentence },
      ...(summary === null ? [] : [place(waitingText(summary.waiting), queuePlace())]),
      ...attention(summary),
      LINE,
      { kind: 'action', label: say('Open Mailroom'), action: { kind: 'open' } },
      { kind: 'action', label: say('Add a device…'), action: { kind: 'add-device' } },
      ...pause(state),
      ...update(state.update),
      LINE,
      { kind: 'action', label: say('Quit (mail stops)'), action: { kind: 'quit' } },
    ],
  }
}

function statusLine({ engine, summary }: TrayState): string {
  if (engine === 'starting') return say('The mail engine is starting')
  if (engine === 'stopped') return say('The mail engine is not running')
  if (summary?.paused) return say('Delivery is paused')
  const problems = summary?.attention.filter(({ severity }) => severity === 'problem').length ?? 0
  if (problems > 0) return say('Something needs you')
  return say('Mail is flowing')
}

function icon({ engine, summary }: TrayState): TrayView['icon'] {
  if (engine === 'stopped') return 'problem'
  if (summary?.attention.some(({ severity }) => severity === 'problem')) return 'problem'
  return summary?.paused ? 'paused' : 'calm'
}

function attention(summary: EngineSummary | null): TrayItem[] {
  if (summary === null || summary.attention.length === 0) return []
  return [LINE, ...summary.attention.map((item) => place(firstSentence(item.text), attentionPlace(item)))]
}

function pause({ engine, summary }: TrayState): TrayItem[] {
  if (engine !== 'running' || summary === null) return []
  const { paused } = summary
  const label = paused ? say('Resume delivery') : say('Pause delivery')
  return [{ kind: 'action', label, action: { kind: 'pause', paused: !paused } }]
}

function update(state: UpdateState): TrayItem[] {
  if (state.kind === 'available')
    return [updateItem(say('Mailroom {version} is there…', { version: state.version }))]
  if (state.kind === 'ready')
    return [updateItem(say('Restart to update to {version}', { version: state.version }))]
  return []
}

function updateItem(label: string): TrayItem {
  return { kind: 'action', label, action: { kind: 'update' } }
}

function place(label: string, to: Place): TrayItem {
  return { kind: 'action', label, action: { kind: 'place', place: to } }
}

function queuePlace(): Place {
  return { panel: 'queue', item: null, params: { view: 'waiting' } }
}

function waitingText(count: number): string {
  if (count === 0) return say('Nothing waits')
  return count === 1
    ? say('1 message waits')
    : say('{count} messages wait', { count: count.toLocaleString('en') })
}

/** Menus have one line: the whole text is where it leads. */
function firstSentence(text: string): string {
  const line = plainLine(text, 400)
  const sentence = /^.*?[.:!?](?=\s|$)/.exec(line)?.[0] ?? line
  return plainLine(sentence.replace(/[.:]$/, ''), 64)
}

function short(count: number): string {
  return count < 1_000 ? String(count) : `${Math.floor(count / 1_000)}k`
}
