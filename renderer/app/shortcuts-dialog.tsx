import { t } from '../text/t.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { PANEL_LIST } from './panels.ts'

export function ShortcutsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} title={t('Keyboard')} onClose={onClose} wide>
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        <div className="flex flex-col gap-5">
          <Group title={t('Everywhere')} lines={everywhere()} />
          <Group title={t('Panels')} lines={panels()} />
        </div>
        <Group title={t('Lists')} lines={lists()} />
      </div>
      <Button look="primary" className="mt-4 float-end" onClick={onClose}>
        {t('Close')}
      </Button>
    </Dialog>
  )
}

function Group({ title, lines }: { title: string; lines: readonly Line[] }) {
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-12 font-medium text-quiet">{title}</h3>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
        {lines.map(([keys, meaning]) => (
          <div key={keys} className="contents">
            <dt className="text-quiet">{keys}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

type Line = readonly [keys: string, meaning: string]

function everywhere(): Line[] {
  return [
    [t('Ctrl K'), t('Commands and search')],
    [t('Ctrl ,'), t('Preferences of this computer')],
    ['?', t('This list')],
  ]
}

function panels(): Line[] {
  return PANEL_LIST.map(({ letter, label }, index) => [
    t('G {letter} or Ctrl {digit}', { letter: letter.toUpperCase(), digit: String(index + 1) }),
    label(),
  ])
}

function lists(): Line[] {
  return [
    ['/', t('Filter the list')],
    [t('↑ ↓ or J K'), t('Move in a list')],
    ['Shift ↑ ↓', t('Select several')],
    [t('X or Space'), t('Select, or leave out again')],
    ['Ctrl A', t('Select all that match')],
    ['Enter', t('Open')],
    ['S', t('Queue: send now')],
    ['H', t('Queue: hold')],
    ['R', t('Queue: reroute')],
    ['Delete', t('Delete what is selected')],
    ['Ctrl Z', t('Undo the last deletion, bounce or release')],
    ['Shift P', t('Sessions: pause and follow')],
    ['Menu', t('Everything that can be done with it')],
    ['Esc', t('Close, or clear the selection')],
  ]
}
