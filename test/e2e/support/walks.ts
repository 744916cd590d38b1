/** Ways through the window that both hosts take, each in an office of its own. */
import { figuresDay, openFiguresSite } from './figures-day.ts'
import { keyboardDay, openKeyboardSite } from './keyboard-day.ts'
import { openBulkSite, queueBulk } from './queue-bulk.ts'
import { openReadingSite, readingDay } from './reading-day.ts'
import { openRulesSite, rulesDay } from './rules-day.ts'
import { openSupportSite, supportDay } from './support-day.ts'
import type { Walk } from './walk.ts'

export const WALKS: readonly Walk[] = [
  {
    title: 'a list as one likes it, all that match at once, and what can be taken back',
    open: openBulkSite,
    walk: queueBulk,
  },
  { title: 'each figure leads to the mail behind it', open: openFiguresSite, walk: figuresDay },
  {
    title: 'a message is read: who it is from, what is attached, and one that comes as a file',
    open: openReadingSite,
    walk: readingDay,
  },
  { title: 'rules change their order, and say what use they are', open: openRulesSite, walk: rulesDay },
  { title: 'a message is sent again without a mouse', open: openKeyboardSite, walk: keyboardDay },
  {
    title: 'accounts and routes are looked after, and a supporter learns no secret',
    open: openSupportSite,
    walk: supportDay,
  },
]
