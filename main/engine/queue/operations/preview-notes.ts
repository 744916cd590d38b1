import type { LeftAlone } from '../../storage/operation-storage.ts'

/** What one should know before an operation, in sentences. */
export function previewNotes({ inAttempt, pending }: LeftAlone): string[] {
  return [
    ...(inAttempt > 0 ? [`${isOrAre(inAttempt)} in an attempt just now and left alone.`] : []),
    ...(pending > 0
      ? [`${waitOrWaits(pending)} for the end of another operation that can still be undone, and left alone.`]
      : []),
  ]
}

function isOrAre(count: number): string {
  return count === 1 ? '1 message is' : `${count} messages are`
}

function waitOrWaits(count: number): string {
  return count === 1 ? '1 message waits' : `${count} messages wait`
}
