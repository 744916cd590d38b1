/** Puts the parts of the desktop together: who tells whom. The parts themselves decide. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, utilityProcess } from 'electron'
import type { Attention } from '../../../shared/contract/system.ts'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import { attentionPlace } from '../../../shared/place/attention-place.ts'
import { windowFolder } from '../../engine-host/window-folder.ts'
import { type EngineState, superviseEngine } from '../engine-supervisor.ts'
import { answerSecret, hasKeychain } from '../keychain.ts'
import { type LaunchArguments, readLaunchArguments } from '../launch-arguments.ts'
import { denyPermissions } from '../lock-down.ts'
import { setNativeMenu } from '../menu/native-menu.ts'
import { notify } from '../notify.ts'
import { brokerPorts } from '../port-broker.ts'
import { say } from '../say.ts'
import { startAtLogin, wasStartedHidden } from '../start-at-login.ts'
import { createTrayIcon, type TrayIcon } from '../tray/tray-icon.ts'
import type { TrayAction, TrayState } from '../tray/tray-menu.ts'
import { createElectronUpdater } from '../updates/electron-updater.ts'
import { createUpdateService } from '../updates/update-service.ts'
import { serveWindow } from '../window-protocol.ts'
import { isWorthSaying } from '../worth-saying.ts'
import { askWhereToSave, chooseEml } from './ask-for-files.ts'
import { desktopAbout, readLicenses } from './desktop-facts.ts'
import { createDesktopWindow } from './desktop-window.ts'
import { openConsole, openFolder } from './open-outside.ts'
import { openPreferences } from './preferences-file.ts'
import { createSavedFiles } from './saved-files.ts'
import { serveDesktop } from './serve-desktop.ts'
import { crashLoopText, explainStartFailure } from './show-problem.ts'

export interface DesktopOptions {
  readonly launch: LaunchArguments
  /** Data folder of the engine. */
  readonly folder: string
  readonly windowUrl: string
  readonly isOurs: (url: string) => boolean
}

export function runDesktop({ launch, folder, windowUrl, isOurs }: DesktopOptions): void {
  const assets = join(app.getAppPath(), 'assets')
  const preferences = openPreferences(join(app.getPath('userData'), 'preferences.json'))
  const files = createSavedFiles(askWhereToSave)
  const window = createDesktopWindow({
    url: windowUrl,
    assets,
    onClosed: () => void files.giveUpAll().catch(report('A file that was half saved is left')),
  })
  let tray: TrayIcon | null = null
  let quitting = false
  const supervisor = supervise(folder, {
    onState(engine) {
      broker.announce(engine)
      showTray({ engine })
    },
    onSummary: (summary) => showTray({ summary }),
    onProblem: notifyOf,
    onCrashLoop: (deaths) => notify(crashLoopText(deaths), window.show),
  })
  const updates = createUpdateService({
    updater: createElectronUpdater(),
    automatic: () => preferences.get().automaticUpdates,
    async drain() {
      quitting = true
      await supervisor.stop()
    },
    now: () => Date.now(),
    after: (milliseconds, callback) => void setTimeout(callback, milliseconds),
  })
  const connectDesktop = serveDesktop({
    about: () => desktopAbout(tray !== null),
    licenses: readLicenses,
    preferences: preferences.get,
    async setPreferences(next) {
      startAtLogin(next, launch.data)
      preferences.set(next)
    },
    commands: window.commands,
    shows: window.shows,
    updates,
    openDataFolder: () => openFolder(folder),
    openConsole: () => openConsole(folder),
    relaunch() {
      app.relaunch()
      app.quit()
    },
    files,
    chooseEml,
  })
  const broker = brokerPorts({
    isOurs,
    connectEngine: (port) => supervisor.connect(port),
    connectDesktop,
    state: supervisor.state,
  })

  let shown: TrayState = { engine: 'starting', summary: null, update: updates.state() }
  function showTray(change: Partial<TrayState>): void {
    shown = { ...shown, ...change }
    tray?.show(shown)
  }

  async function followUpdates(): Promise<void> {
    for await (const update of updates.watch()) showTray({ update })
  }

  function notifyOf(problem: Attention): void {
    if (isWorthSaying(problem, preferences.get(), window.inFront()))
      notify(problem.text, () => window.ask({ kind: 'place', place: attentionPlace(problem) }))
  }

  function actOnTray(action: TrayAction): void {
    if (action.kind === 'open') window.show()
    else if (action.kind === 'place') window.ask(action)
    else if (action.kind === 'pause') supervisor.pause(action.paused)
    else if (action.kind === 'add-device') window.ask({ kind: 'action', action: 'add-device' })
    else if (action.kind === 'update') window.ask({ kind: 'action', action: 'about' })
    else if (action.kind === 'quit') app.quit()
    else assertNever(action)
  }

  function renewStartAtLogin(): void {
    try {
      if (preferences.get().startAtLogin) startAtLogin(preferences.get(), launch.data)
    } catch (error) {
      report('The start at login could not be renewed')(error)
    }
  }

  function start(): void {
    denyPermissions()
    serveWindow(windowFolder)
    tray = createTrayIcon(assets, actOnTray)
    showTray({})
    setNativeMenu(window, updates, folder)
    // An update may have put the program somewhere else.
    renewStartAtLogin()
    supervisor.start()
    updates.start()
    void followUpdates().catch(report('The tray hears of no updates any more'))
    if (tray === null || !wasStartedHidden(preferences.get(), launch.hidden)) window.show()
    window.open(launch)
  }

  app.on('open-url', (event, url) => {
    event.preventDefault()
    window.openLink(url)
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    window.openMessage(path)
  })
  app.on('second-instance', (_event, argv, cwd) => {
    const second = readLaunchArguments(argv, cwd)
    if (!second.hidden) window.show()
    window.open(second)
  })
  app.on('activate', window.show)
  app.on('window-all-closed', () => {
    // With a tray the engine goes on without a window; without one nothing would show that it does.
    const goesOn = preferences.get().closeToTray && (tray !== null || process.platform === 'darwin')
    if (!goesOn) app.quit()
    else if (!quitting && preferences.firstCloseToTray())
      notify(say('Mail goes on flowing. Mailroom is in the tray: open it or quit there.'), window.show)
  })
  app.on('before-quit', (event) => {
    if (quitting) return
    quitting = true
    event.preventDefault()
    void supervisor.stop().finally(() => app.quit())
  })
  // A session manager or a service manager that ends Mailroom waits for its end.
  process.on('SIGTERM', () => app.quit())
  process.on('SIGINT', () => app.quit())
  // Another data folder is another installation, and links belong to the first.
  if (app.isPackaged && launch.data === null) app.setAsDefaultProtocolClient('mailroom')
  void app.whenReady().then(start)
}

type Heard = Pick<Parameters<typeof superviseEngine>[0], 'onSummary' | 'onProblem' | 'onCrashLoop'> & {
  onState(state: EngineState): void
}

/** The supervisor with what Electron has for it. */
function supervise(folder: string, heard: Heard) {
  let asking = false
  return superviseEngine({
    ...heard,
    fork: () =>
      utilityProcess.fork(fileURLToPath(new URL('./engine-process.js', import.meta.url)), [], {
        serviceName: say('Mailroom engine'),
      }),
    folder,
    // Whether there is a keychain can be asked when the application is ready, and the engine is started then.
    secrets: () => (hasKeychain() ? 'host' : 'key-file'),
    answerSecret,
    onStartFailure(message) {
      if (asking) return
      asking = true
      void explainStartFailure(message, folder).then((again) => {
        asking = false
        if (!again) app.quit()
      })
    },
    after(milliseconds, callback) {
      const timer = setTimeout(callback, milliseconds)
      return () => clearTimeout(timer)
    },
    now: () => Date.now(),
  })
}

function report(what: string): (error: unknown) => void {
  return (error) => console.error(`${what}.`, error)
}
