import { Notification } from 'electron'
import { notificationText } from './notification-text.ts'

/** A notification that is collected as garbage never hears its click. */
const shown = new Set<Notification>()

/** Says something outside the window; a click leads there. Nothing where the system shows no notifications. */
export function notify(text: string, onClick: () => void): void {
  if (!Notification.isSupported()) return
  const notification = new Notification({ title: 'Mailroom', body: notificationText(text, process.platform) })
  const forget = () => void shown.delete(notification)
  shown.add(notification)
  notification.on('click', () => {
    forget()
    onClick()
  })
  notification.on('close', forget)
  notification.show()
}
