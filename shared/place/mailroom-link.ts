/**
 * Links that lead into the window from outside: "mailroom://open/queue/0AM1H75A005?view=held". Anybody can write one, so
 * they only ever lead to a place: they change nothing and load nothing. "mailroom://window/…" is the window's own
 * origin and no link. Pure.
 */
import { isPanel, type Place } from './place.ts'
import { formatQueryParams, parseQueryParams } from './query-params.ts'

const PREFIX = 'mailroom://open/'
const LONGEST = 2_000
const MOST_PARAMS = 8
const LONGEST_PARAM = 500

/** null for everything that is not such a link. */
export function parseMailroomLink(link: string): Place | null {
  if (link.length > LONGEST || !link.toLowerCase().startsWith(PREFIX)) return null
  const [path = '', query = '', ...more] = link.slice(PREFIX.length).split('?')
  if (more.length > 0 || link.includes('#')) return null
  // Some systems put a slash after what looks like a host.
  const [panel, item = '', ...rest] = path.replace(/\/$/, '').split('/')
  if (!isPanel(panel) || rest.length > 0) return null
  const decoded = decode(item)
  const params = readParams(query)
  if (decoded === null || params === null) return null
  return { panel, item: decoded === '' ? null : decoded, params }
}

export function formatMailroomLink({ panel, item, params }: Place): string {
  const path = item === null ? panel : `${panel}/${encodeURIComponent(item)}`
  const query = formatQueryParams(params)
  return `${PREFIX}${path}${query === '' ? '' : `?${query}`}`
}

/** What a person could have typed: no control characters, which only forged links have. */
function decode(item: string): string | null {
  try {
    const text = decodeURIComponent(item)
    return text.length <= 320 && isPlain(text) ? text : null
  } catch {
    return null
  }
}

function readParams(query: string): Record<string, string> | null {
  const entries = parseQueryParams(query)
  const sound = entries.every(
    ([name, value]) => /^[a-z]{1,20}$/i.test(name) && value.length <= LONGEST_PARAM && isPlain(value),
  )
  return sound && entries.length <= MOST_PARAMS ? Object.fromEntries(entries) : null
}

function isPlain(text: string): boolean {
  return !/\p{Cc}/u.test(text)
}
