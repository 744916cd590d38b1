/**
 * Text that can be laid out in a moment. Marks that pile up on one character, and changes of direction within each
 * other, cost a browser more than their number: a megabyte of them holds the window for minutes. Pure.
 */

/** On one character: more than any script writes. */
const MOST_MARKS = 16
const MANY_MARKS = new RegExp(`(\\p{M}{${MOST_MARKS}})\\p{M}+`, 'gu')
/** In one text. */
const MOST_TURNS = 500
const TURN = /[\u202a-\u202e\u2066-\u2069]/g

export function calmText(text: string): string {
  let turns = 0
  return text.replace(MANY_MARKS, '$1').replace(TURN, (turn) => {
    turns += 1
    return turns > MOST_TURNS ? '' : turn
  })
}
