/**
 * Texts of the desktop outside its window: tray, menus, dialogs, notices. They stand in the window's catalogue
 * (scripts/extract-text.ts) but know only {names}, no plurals. Mailroom ships English alone: a language that is added
 * is looked up here, by the language of the system.
 */
import { inEnglish, type Say } from '../../shared/text/say.ts'

export const say: Say = inEnglish
