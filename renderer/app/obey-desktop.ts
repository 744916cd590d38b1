import type { DesktopCommand } from '../../shared/desktop/desktop-contract.ts'
import { assertNever } from '../../shared/domain/assert-never.ts'
import { openMessageFile } from '../desktop/opened-message.ts'
import { goTo } from '../location/location-store.ts'
import { showDialog } from './dialogs-store.ts'
import { openPalette } from './palette/palette-store.ts'
import { addDevice } from './palette/window-commands.ts'
import { focusFilter } from './use-shortcuts.ts'

/** Does what a menu, the tray, a notification or a link asks of the window. */
export function obeyDesktop(command: DesktopCommand): void {
  if (command.kind === 'place') goTo(command.place.panel, command.place)
  else if (command.kind === 'open-eml') openMessageFile({ name: command.name, base64: command.base64 })
  else if (command.kind === 'action') act(command.action)
  else assertNever(command)
}

function act(action: Extract<DesktopCommand, { kind: 'action' }>['action']): void {
  if (action === 'palette') openPalette()
  else if (action === 'add-device') addDevice()
  else if (action === 'filter') focusFilter()
  else showDialog(action)
}
