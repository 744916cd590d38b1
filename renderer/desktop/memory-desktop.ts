/** A desktop that lives in the page: for tests, and for looking at the window's dialogs without one. */
import { createRouterClient, implement } from '@orpc/server'
import {
  type DesktopClient,
  type DesktopCommand,
  desktopContract,
} from '../../shared/desktop/desktop-contract.ts'
import { DEFAULT_PREFERENCES, type Preferences } from '../../shared/desktop/preferences.ts'
import type { UpdateState } from '../../shared/desktop/update-state.ts'
import type { Place } from '../../shared/place/place.ts'

export interface MemoryDesktop {
  readonly client: DesktopClient
  preferences: Preferences
  /** What was asked of it, by the names of the contract. */
  readonly asked: string[]
  place: Place | null
  /** A menu, the tray or a link asks the window. */
  command(command: DesktopCommand): void
  update(state: UpdateState): void
}

const NOTES =
  'The queue opens at once, whatever waits in it.\n• Saved views of the queue\n• A sheet for each device\n• Backups by schedule'

export function createMemoryDesktop(): MemoryDesktop {
  const commands = createStream<DesktopCommand>([])
  const updates = createStream<UpdateState>([{ kind: 'available', version: '0.2.0', notes: NOTES }])
  const desktop: MemoryDesktop = {
    client: createRouterClient(router()),
    preferences: DEFAULT_PREFERENCES,
    asked: [],
    place: null,
    command: commands.push,
    update: updates.push,
  }
  return desktop

  function router() {
    const api = implement(desktopContract)
    const done = {}
    const ask = (what: string) => () => {
      desktop.asked.push(what)
      return done
    }
    return api.router({
      about: api.about.handler(() => ({
        version: '0.1.0',
        components: [
          { name: 'Electron', version: '45.4.1' },
          { name: 'Chromium', version: '152.0.7871.60' },
        ],
        platform: 'linux 6.12.0 x64',
        hasTray: true,
        canStartAtLogin: true,
      })),
      licenses: api.licenses.handler(() => ({ text: LICENSES })),
      preferences: {
        get: api.preferences.get.handler(() => desktop.preferences),
        set: api.preferences.set.handler(({ input }) => {
          desktop.preferences = input
          return input
        }),
      },
      commands: api.commands.handler(({ signal }) => commands.listen(signal)),
      shows: api.shows.handler(({ input }) => {
        desktop.place = input
        return done
      }),
      updates: {
        watch: api.updates.watch.handler(({ signal }) => updates.listen(signal)),
        check: api.updates.check.handler(ask('updates.check')),
        download: api.updates.download.handler(ask('updates.download')),
        restart: api.updates.restart.handler(ask('updates.restart')),
      },
      system: {
        openDataFolder: api.system.openDataFolder.handler(ask('system.openDataFolder')),
        openConsole: api.system.openConsole.handler(ask('system.openConsole')),
        relaunch: api.system.relaunch.handler(ask('system.relaunch')),
      },
      files: {
        beginSave: api.files.beginSave.handler(() => ({ id: 1 })),
        write: api.files.write.handler(ask('files.write')),
        finishSave: api.files.finishSave.handler(() => ({ path: '/home/anna/Downloads/file' })),
        giveUpSave: api.files.giveUpSave.handler(ask('files.giveUpSave')),
        openEml: api.files.openEml.handler(() => null),
      },
    })
  }
}

const LICENSES = `# Licenses

## @orpc/client - 1.16.1 (MIT)

MIT License

## better-sqlite3 - 13.2.0 (MIT)

The MIT License (MIT)

## Inter - 5.3.0 (OFL-1.1)

SIL Open Font License 1.1
`

function createStream<T>(first: readonly T[]) {
  const items = [...first]
  let wake = () => {}
  return {
    push(item: T) {
      items.push(item)
      wake()
    },
    async *listen(signal?: AbortSignal): AsyncGenerator<T, void> {
      signal?.addEventListener('abort', () => wake())
      while (!signal?.aborted) {
        const item = items.shift()
        if (item === undefined)
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        else yield item
      }
    },
  }
}
