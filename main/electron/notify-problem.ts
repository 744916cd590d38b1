import { Notification } from 'electron'

/** Says what is the matter outside the window; a click opens it. Nothing where the system shows no notifications. */
export function notifyProblem(text: string, open: () => void): void {
  if (!Notification.isSupported()) return
  const notification = new Notification({ title: 'Mailroom', body: text })
  notification.on('click', open)
  notification.show()
}
