import { Dialog as Base } from '@base-ui/react/dialog'
import { Search } from 'lucide-react'
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import { collectCommands } from '../../commands/command-registry.ts'
import { recentCommands, rememberCommand } from '../../commands/recent-commands.ts'
import { counted } from '../../format/quantity.ts'
import { t } from '../../text/t.ts'
import { matchCommands } from './match-commands.ts'
import { PaletteList } from './palette-list.tsx'
import { closePalette, usePalette } from './palette-store.ts'
import { useFoundMail } from './use-found-mail.ts'
import { useKnownObjects } from './use-known-objects.ts'

/** Every action and every object, by name. */
export function Palette() {
  const open = usePalette((state) => state.open)
  const chosen = useRef<(() => void) | null>(null)
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => !next && closePalette()}
      // What was chosen may open something that takes the focus: it goes last.
      onOpenChangeComplete={(next) => {
        if (next) return
        chosen.current?.()
        chosen.current = null
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Base.Popup
          data-takes-escape
          aria-label={t('Commands and search')}
          finalFocus={() => chosen.current === null}
          className="fixed top-[12vh] left-1/2 z-40 flex max-h-[70vh] w-152 max-w-[calc(100vw-3rem)] -translate-x-1/2 animate-appear flex-col overflow-hidden rounded bg-raised shadow-float outline-none"
        >
          <PaletteBody
            onChoose={(id, run) => {
              rememberCommand(id)
              chosen.current = run
              closePalette()
            }}
          />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

function PaletteBody({ onChoose }: { onChoose: (id: string, run: () => void) => void }) {
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  // What can be done does not change while it is open.
  const [offered] = useState(collectCommands)
  const [recent] = useState(() => recentCommands())
  const objects = useKnownObjects()
  const found = useFoundMail(query)
  const all = useMemo(() => [...offered, ...objects], [offered, objects])
  const groups = useMemo(() => matchCommands(all, query, recent), [all, query, recent])
  // What the engine found answers already; it is not judged again by its letters.
  const shown = useMemo(
    () => [
      ...groups,
      ...(['message', 'session'] as const).map((group) => ({
        group,
        matches: found.commands
          .filter((command) => command.group === group)
          .map((command) => ({ command, marks: [] })),
      })),
    ],
    [groups, found.commands],
  )
  const flat = shown.flatMap(({ matches }) => matches)
  const index = Math.min(active, flat.length - 1)
  const listId = useId()

  function press(event: KeyboardEvent): void {
    const step = STEPS[event.key]
    if (step !== undefined && flat.length > 0) {
      event.preventDefault()
      setActive((index + step + flat.length) % flat.length)
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      const command = flat[index]?.command
      if (command) onChoose(command.id, command.run)
    }
  }

  return (
    <>
      <div className="flex h-11 shrink-0 items-center gap-2.5 border-line border-b px-3.5">
        <Search size={15} aria-hidden="true" className="shrink-0 text-faint" />
        <input
          role="combobox"
          aria-label={t('Commands and search')}
          aria-expanded={flat.length > 0}
          aria-controls={flat.length > 0 ? listId : undefined}
          aria-activedescendant={flat.length > 0 ? `${listId}-${index}` : undefined}
          aria-autocomplete="list"
          placeholder={t('Do, go to, or find anything')}
          value={query}
          spellCheck={false}
          autoComplete="off"
          dir="auto"
          onChange={(event) => {
            setQuery(event.target.value)
            setActive(0)
          }}
          onKeyDown={press}
          className="h-full min-w-0 flex-1 bg-transparent text-15 outline-none placeholder:text-faint"
        />
      </div>
      {flat.length > 0 ? (
        <PaletteList
          id={listId}
          groups={shown}
          active={index}
          onPoint={setActive}
          onChoose={({ command }) => onChoose(command.id, command.run)}
        />
      ) : (
        <p className="px-3.5 py-6 text-center text-quiet">
          {found.searching ? t('Searching…') : t('Nothing is called “{query}”.', { query })}
        </p>
      )}
      <p role="status" className="sr-only">
        {found.searching ? '' : counted(flat.length, 'result')}
      </p>
    </>
  )
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }
