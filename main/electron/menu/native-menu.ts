import { app, Menu } from 'electron'
import { chooseEml } from '../desktop/ask-for-files.ts'
import type { DesktopWindow } from '../desktop/desktop-window.ts'
import { openConsole, openDocumentation, openFolder } from '../desktop/open-outside.ts'
import { showProblem } from '../desktop/show-problem.ts'
import { say } from '../say.ts'
import type { UpdateService } from '../updates/update-service.ts'
import { applicationMenu } from './application-menu.ts'

/** After "ready". */
export function setNativeMenu(window: DesktopWindow, updates: UpdateService, folder: string): void {
  const template = applicationMenu(
    {
      open: window.show,
      ask: window.ask,
      openEml() {
        chooseEml().then(
          (message) => message && window.ask({ kind: 'open-eml', ...message }),
          showProblem(say('The file could not be read')),
        )
      },
      showDataFolder: () => void openFolder(folder).catch(showProblem(say('Nothing was opened'))),
      openInBrowser: () => void openConsole(folder).catch(showProblem(say('Nothing was opened'))),
      openDocumentation: () => void openDocumentation().catch(showProblem(say('Nothing was opened'))),
      checkForUpdates() {
        void updates.check()
        window.ask({ kind: 'action', action: 'about' })
      },
    },
    { platform: process.platform, isPackaged: app.isPackaged },
  )
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
