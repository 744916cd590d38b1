import { plainLine } from '../../shared/text/plain-line.ts'

/** Characters; more is cut by the systems anyway, each in its way. */
const LONGEST = 400

/**
 * The text of a notification. The desktops of Linux read it as markup (Desktop Notifications Specification, "body-markup"):
 * what a server on the other side answered must not become a link or a picture there, nor an entity some other sign. Pure.
 */
export function notificationText(text: string, platform: string): string {
  const short = plainLine(text, LONGEST)
  if (platform !== 'linux') return short
  return short
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replace(/&(?=#?\w+;)/g, '＆')
}
