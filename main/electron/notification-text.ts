/** Characters; more is cut by the systems anyway, each in its way. */
const LONGEST = 400

/**
 * The text of a notification. The desktops of Linux read it as markup (Desktop Notifications Specification, "body-markup"):
 * what a server on the other side answered must not become a link or a picture there. Pure.
 */
export function notificationText(text: string, platform: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
  return platform === 'linux' ? short.replaceAll('<', '‹').replaceAll('>', '›') : short
}
