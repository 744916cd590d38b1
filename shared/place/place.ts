/** A place in the window: a panel, what is open in it, and its parameters. It lives in the address after "#". */
import { formatQueryParams, parseQueryParams } from './query-params.ts'

export const PANELS = [
  'overview',
  'queue',
  'sessions',
  'rules',
  'routes',
  'accounts',
  'settings',
  'setup',
] as const
export type Panel = (typeof PANELS)[number]

export interface Place {
  readonly panel: Panel
  /** The thing that is open in the panel: an id, a name, or "new". */
  readonly item: string | null
  readonly params: Readonly<Record<string, string>>
}

/** "#/queue/0ABC?view=held" and back; anything unknown is the overview. */
export function parsePlace(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  const [panel, item] = path.split('/', 2)
  if (!isPanel(panel)) return { panel: 'overview', item: null, params: {} }
  return {
    panel,
    item: item ? decode(item) : null,
    params: Object.fromEntries(parseQueryParams(query)),
  }
}

export function formatPlace(place: Place): string {
  const item = place.item === null ? '' : `/${encodeURIComponent(place.item)}`
  const query = formatQueryParams(place.params)
  return `#/${place.panel}${item}${query === '' ? '' : `?${query}`}`
}

export function isPanel(text: string | undefined): text is Panel {
  return (PANELS as readonly string[]).includes(text ?? '')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
