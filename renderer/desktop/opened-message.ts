/** A message file that was opened from outside the window: by the system, a menu, or a drop. Whoever reads it takes it. */
import { create } from 'zustand'

export interface OpenedMessage {
  readonly name: string
  readonly base64: string
}

export const useOpenedMessage = create<{ readonly message: OpenedMessage | null }>(() => ({ message: null }))

export function openMessageFile(message: OpenedMessage): void {
  useOpenedMessage.setState({ message })
}

export function closeMessageFile(): void {
  useOpenedMessage.setState({ message: null })
}
