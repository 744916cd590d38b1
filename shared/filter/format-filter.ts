/** A filter in words of the filter language, so that parseFilter gives it back. Times are absolute: ages have passed. */
import type { QueueFilter } from '../contract/queue.ts'
import { type FilterPart, STATE_WORDS, WAITING } from './filter-keys.ts'
import { readMoment } from './read-filter-value.ts'

export function formatFilter({ exclude = [], ...part }: QueueFilter): string {
  return [...formatPart(part), ...exclude.map(formatLeftOut)].filter((token) => token !== '').join(' ')
}

const TEXT_KEYS = {
  sender: 'sender',
  recipient: 'recipient',
  recipientDomain: 'domain',
  subject: 'subject',
  reply: 'reply',
  host: 'host',
  route: 'route',
  account: 'account',
  client: 'client',
  listener: 'listener',
  network: 'network',
} as const

function formatLeftOut(part: FilterPart): string {
  const tokens = formatPart(part)
  const words = part.text === undefined ? 0 : tokens.length - Object.keys(part).length + 1
  return tokens.length === 1 && words <= 1 ? `-${tokens[0]}` : `-(${tokens.join(' ')})`
}

function formatPart(part: FilterPart): string[] {
  return [
    ...(part.states ? [`state:${formatStates(part.states)}`] : []),
    ...Object.entries(TEXT_KEYS).flatMap(([field, key]) => {
      const value = part[field as keyof typeof TEXT_KEYS]
      return value === undefined || value === '' ? [] : [`${key}:${quoteValue(value)}`]
    }),
    ...formatReceived(part),
    ...(part.minSize === undefined ? [] : [`size:>=${formatSize(part.minSize)}`]),
    ...(part.maxSize === undefined ? [] : [`size:<=${formatSize(part.maxSize)}`]),
    ...(part.minAttempts === undefined ? [] : [`attempts:>=${part.minAttempts}`]),
    ...(part.holds ? [`hold:${part.holds.join(',')}`] : []),
    ...(part.text ? [formatWords(part.text)] : []),
  ]
}

function formatStates(states: readonly string[]): string {
  const isWaiting = states.length === WAITING.length && states.every((state, at) => state === WAITING[at])
  return isWaiting ? 'waiting' : states.filter((state) => state in STATE_WORDS).join(',')
}

function formatReceived({ receivedAfter, receivedBefore }: FilterPart): string[] {
  return [
    ...(receivedAfter === undefined ? [] : [`received:>=${formatMoment(receivedAfter)}`]),
    ...(receivedBefore === undefined ? [] : [`received:<${formatMoment(receivedBefore)}`]),
  ]
}

/** As short as it can be said: a day, a minute, or the whole time. */
function formatMoment(at: number): string {
  const date = new Date(at)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  const minute = `${day}T${two(date.getHours())}:${two(date.getMinutes())}`
  for (const text of [day, minute]) if (readMoment(text, at)?.begin === at) return text
  return date.toISOString()
}

function formatSize(octets: number): string {
  for (const [unit, factor] of [
    ['GiB', 1024 ** 3],
    ['MiB', 1024 ** 2],
    ['KiB', 1024],
  ] as const)
    if (octets > 0 && octets % factor === 0) return `${octets / factor}${unit}`
  return `${octets}B`
}

/** One token, quoted where it would be read as something else. */
export function quoteValue(value: string): string {
  return /[\s"(),]/.test(value) || value === '' ? quote(value) : value
}

function formatWords(text: string): string {
  const words = text.split(' ')
  const plain = words.every((word) => word !== '' && !/[\s"():]|^-/.test(word))
  return plain ? text : quote(text)
}

function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}
