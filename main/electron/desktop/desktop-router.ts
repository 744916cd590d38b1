/** The desktop's own contract, bound to whatever does it. Knows nothing of Electron. */
import { implement, ORPCError } from '@orpc/server'
import {
  type DesktopAbout,
  type DesktopCommand,
  desktopContract,
} from '../../../shared/desktop/desktop-contract.ts'
import type { Preferences } from '../../../shared/desktop/preferences.ts'
import type { Place } from '../../../shared/place/place.ts'
import type { UpdateService } from '../updates/update-service.ts'
import type { Mailbox } from './mailbox.ts'
import type { SavedFiles } from './saved-files.ts'

export interface DesktopHost {
  about(): DesktopAbout
  licenses(): Promise<string>
  preferences(): Preferences
  setPreferences(preferences: Preferences): Promise<void>
  readonly commands: Mailbox<DesktopCommand>
  /** Where the window is now. */
  shows(place: Place): void
  readonly updates: UpdateService
  openDataFolder(): Promise<void>
  openConsole(): Promise<void>
  relaunch(): void
  readonly files: SavedFiles
  chooseEml(): Promise<{ name: string; base64: string } | null>
}

const api = implement(desktopContract).use(async ({ next, path }) => {
  try {
    return await next()
  } catch (error) {
    if (error instanceof ORPCError) throw error
    console.error(`The window asked for ${path.join('.')}, which failed.`, error)
    // The window is part of the same program: it may know the reason, and has to say it.
    throw new ORPCError('FAILED', {
      status: 500,
      message: error instanceof Error ? error.message : 'It failed.',
    })
  }
})

export function createDesktopRouter(host: DesktopHost) {
  const { files, updates } = host
  const done = {}
  return api.router({
    about: api.about.handler(() => host.about()),
    licenses: api.licenses.handler(async () => ({ text: await host.licenses() })),
    preferences: {
      get: api.preferences.get.handler(() => host.preferences()),
      set: api.preferences.set.handler(async ({ input }) => {
        await host.setPreferences(input)
        return host.preferences()
      }),
    },
    commands: api.commands.handler(({ signal }) => host.commands.listen(signal)),
    shows: api.shows.handler(({ input }) => {
      host.shows(input)
      return done
    }),
    updates: {
      watch: api.updates.watch.handler(({ signal }) => updates.watch(signal)),
      check: api.updates.check.handler(async () => {
        await updates.check()
        return done
      }),
      download: api.updates.download.handler(async () => {
        await updates.download()
        return done
      }),
      restart: api.updates.restart.handler(async () => {
        await updates.restart()
        return done
      }),
    },
    system: {
      openDataFolder: api.system.openDataFolder.handler(async () => {
        await host.openDataFolder()
        return done
      }),
      openConsole: api.system.openConsole.handler(async () => {
        await host.openConsole()
        return done
      }),
      relaunch: api.system.relaunch.handler(() => {
        host.relaunch()
        return done
      }),
    },
    files: {
      beginSave: api.files.beginSave.handler(({ input }) => files.begin(input.name)),
      write: api.files.write.handler(async ({ input }) => {
        await files.write(input.id, Buffer.from(input.base64, 'base64'))
        return done
      }),
      finishSave: api.files.finishSave.handler(({ input }) => files.finish(input.id)),
      giveUpSave: api.files.giveUpSave.handler(async ({ input }) => {
        await files.giveUp(input.id)
        return done
      }),
      openEml: api.files.openEml.handler(() => host.chooseEml()),
    },
  })
}
