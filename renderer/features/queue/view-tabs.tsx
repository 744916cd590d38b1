import { Bookmark, FileText, MoreHorizontal } from 'lucide-react'
import { useState } from 'react'
import { useCommands } from '../../commands/command-registry.ts'
import { compactCount } from '../../format/quantity.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { changePreferences, type SavedView, usePreferences } from './queue-preferences.ts'
import { VIEW_LABELS, VIEWS } from './queue-view.ts'
import { addView, changeView, moveView, removeView, type ViewContent } from './saved-views.ts'
import { ViewNameDialog } from './view-name-dialog.tsx'

export interface ViewTabsProps {
  /** Id of a built-in or of an own view. */
  view: string
  /** null while it is not known. */
  countOf: (view: string) => number | null
  onChange: (view: string) => void
  /** What is shown now, to be saved as a view. */
  content: ViewContent
  /** Does it differ from the view that is open? */
  isChanged: boolean
}

/** All, Waiting, …, and the reader's own views with what can be done to them. */
export function ViewTabs({ view, countOf, onChange, content, isChanged }: ViewTabsProps) {
  const views = usePreferences((state) => state.views)
  const own = views.find(({ id }) => id === view)
  const [naming, setNaming] = useState<'new' | 'rename' | null>(null)
  const count = (id: string) => {
    const number = countOf(id)
    return number ? compactCount(number) : undefined
  }
  const store = (next: SavedView[]) => changePreferences({ views: next })
  const saveChanges = () => own && store(changeView(views, own.id, content))
  useCommands(() => [
    ...views.map(({ id, name, filter }) => ({
      ...{ id: `own-view:${id}`, group: 'panel' as const, title: t('Show the view “{name}”', { name }) },
      ...{ detail: filter, icon: FileText, run: () => onChange(id) },
    })),
    ...(own && isChanged
      ? [
          {
            ...action('save-changes', t('Save changes of the view “{name}”', { name: own.name })),
            run: saveChanges,
          },
        ]
      : []),
    ...(isChanged ? [{ ...action('save', t('Save view')), run: () => setNaming('new') }] : []),
  ])

  return (
    <div className="flex min-w-0 flex-1 items-center gap-1">
      <div className="min-w-0 overflow-x-auto [scrollbar-width:none]">
        <Segmented
          label={t('View')}
          value={view}
          onChange={onChange}
          segments={[
            ...VIEWS.map((id) => ({ value: id as string, label: VIEW_LABELS[id](), count: count(id) })),
            ...views.map(({ id, name }) => ({ value: id, label: name, count: count(id) })),
          ]}
        />
      </div>
      {own && (
        <Menu
          trigger={
            <IconButton label={t('Actions for the view “{name}”', { name: own.name })} className="size-6">
              <MoreHorizontal size={14} />
            </IconButton>
          }
          entries={[
            {
              label: t('Save changes'),
              disabled: !isChanged,
              onSelect: saveChanges,
            },
            { label: t('Rename…'), onSelect: () => setNaming('rename') },
            {
              label: t('Move left'),
              disabled: views[0] === own,
              onSelect: () => store(moveView(views, own.id, -1)),
            },
            {
              label: t('Move right'),
              disabled: views.at(-1) === own,
              onSelect: () => store(moveView(views, own.id, 1)),
            },
            {
              label: t('Remove view'),
              danger: true,
              onSelect: () => {
                store(removeView(views, own.id))
                onChange('all')
              },
            },
          ]}
        />
      )}
      {isChanged && (
        <Button look="quiet" className="h-6 px-2" onClick={() => setNaming('new')}>
          {t('Save view')}
        </Button>
      )}
      {naming && (
        <ViewNameDialog
          name={naming === 'rename' ? (own?.name ?? '') : ''}
          title={naming === 'rename' ? t('Rename view') : t('Save view')}
          onClose={() => setNaming(null)}
          onSave={(name) => {
            setNaming(null)
            if (naming === 'rename' && own) return store(changeView(views, own.id, { name }))
            const next = addView(views, name, content)
            store(next)
            onChange(next.at(-1)?.id ?? view)
          }}
        />
      )}
    </div>
  )
}

function action(id: string, title: string) {
  return { id: `view:${id}`, group: 'action', title, keywords: t('Filter'), icon: Bookmark } as const
}
