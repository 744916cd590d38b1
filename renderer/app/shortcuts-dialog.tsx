import { Dialog } from '../ui/dialog.tsx'
import { PANEL_LIST } from './panels.ts'

const OTHERS: ReadonlyArray<readonly [string, string]> = [
  ['/', 'Filter the list'],
  ['↑ ↓ or J K', 'Move in a list'],
  ['Shift ↑ ↓', 'Select several'],
  ['Space', 'Select, or leave out again'],
  ['Ctrl A', 'Select all that match'],
  ['Enter', 'Open'],
  ['Delete', 'Delete what is selected'],
  ['Esc', 'Close, or clear the selection'],
]

export function ShortcutsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const panels = PANEL_LIST.map(
    (info, index) => [`G ${info.letter.toUpperCase()} or Ctrl ${index + 1}`, info.label] as const,
  )
  return (
    <Dialog open={open} title="Keyboard" onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
        {[...panels, ...OTHERS].map(([keys, meaning]) => (
          <div key={keys} className="contents">
            <dt className="text-quiet">{keys}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
