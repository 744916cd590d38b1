import type { Flaw } from '../checks/mend-store.ts'
import { count } from './finding.ts'

const FOUND: Readonly<Record<Flaw, (number: number) => string>> = {
  'message-missing': (n) =>
    `${count(n, 'message has', 'messages have')} recipients but no sender and no summary.`,
  'recipients-missing': (n) => `Of ${count(n, 'message')} not all recipients are there.`,
  'body-missing': (n) => `Of ${count(n, 'message')} the content in the database is missing or cut off.`,
  'body-unowned': (n) => `${count(n, 'content', 'contents')} in the database belong to no message.`,
  schedule: (n) => `Of ${count(n, 'message')} a recipient waits without a time, or is due though it is done.`,
  summary: (n) => `What lists show of ${count(n, 'message')} is not what their recipients say.`,
  'history-unowned': (n) => `${count(n, 'history', 'histories')} belong to no message.`,
  'plan-unowned': (n) => `${count(n, 'message waits', 'messages wait')} for an operation that is not there.`,
  'message-counts': (n) => `The count of ${count(n, 'state')} is wrong.`,
  'session-totals': () => 'The count of sessions is wrong.',
  'text-index': (n) => `The search index lacks, or has too many, ${count(n, 'message')}.`,
  'app-passwords': (n) => `${count(n, 'app password belongs', 'app passwords belong')} to no account.`,
}

export const MENDED: Readonly<Record<Flaw, string>> = {
  'message-missing': 'They are there again, without a sender, and what waits of them is held.',
  'recipients-missing': 'Those that the message itself names are there again, held.',
  'body-missing': 'What waits of them is held.',
  'body-unowned': 'They were put into the folder "damaged" as message files.',
  schedule: 'What waits is due now.',
  summary: 'It was made anew.',
  'history-unowned': 'They were removed.',
  'plan-unowned': 'They are held for you.',
  'message-counts': 'It was counted anew.',
  'session-totals': 'They were counted anew.',
  'text-index': 'It was made anew.',
  'app-passwords': 'They were removed: nobody could sign in with them.',
}

export function describeFlaw(flaw: Flaw, number: number): string {
  return FOUND[flaw](number)
}
