/** The least of the domain's end that is worth showing. */
const SHORTEST_TAIL = 6

/**
 * An address cut in its middle so that it fits `width`, with as much of its domain as may be. `measure` gives the width
 * of a text in the same unit. The head gets at least a third of what fits: without a beginning nobody knows who it is.
 */
export function cutMiddle(address: string, width: number, measure: (text: string) => number): string {
  if (measure(address) <= width) return address
  const characters = [...address]
  let fits = 2
  let tooMany = characters.length
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2)
    if (measure(withRoomFor(characters, middle)) <= width) fits = middle
    else tooMany = middle
  }
  return withRoomFor(characters, fits)
}

/** The address with `room` of its characters, and an ellipsis for the others. */
function withRoomFor(characters: readonly string[], room: number): string {
  const at = characters.lastIndexOf('@')
  const domain = at < 0 ? SHORTEST_TAIL : characters.length - at
  const tail = Math.min(domain, Math.max(1, Math.floor((room * 2) / 3)))
  const start = characters.slice(0, room - tail).join('')
  const end = characters.slice(characters.length - tail).join('')
  // An ellipsis beside a dot reads as four of them.
  return `${start.replace(/\.$/, '')}…${end.replace(/^\./, '')}`
}
