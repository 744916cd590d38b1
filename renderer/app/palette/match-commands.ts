/** Which commands answer to what was typed, best first, in their groups. Pure. */
import UFuzzy from '@leeoniya/ufuzzy'
import { COMMAND_GROUPS, type Command, type CommandGroup } from '../../commands/command.ts'

export interface Match {
  readonly command: Command
  /** Of its title: [from, to, from, to, …], what was typed. */
  readonly marks: readonly number[]
}

export interface MatchGroup {
  readonly group: CommandGroup | 'recent'
  readonly matches: readonly Match[]
}

/** Letters of every writing; a few may lie between those that were typed. */
const fuzzy = new UFuzzy({
  unicode: true,
  interSplit: "[^\\p{L}\\d']+",
  intraSplit: '\\p{Ll}\\p{Lu}',
  intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}',
  intraChars: "[\\p{L}\\d']",
  intraContr: "'\\p{L}{1,2}\\b",
  intraIns: 3,
})

/** Over so many, the list is a list and not an answer. */
const MOST_EACH = 8
const MOST_BEST = 60

/** With nothing typed: what was used of late, then what can be done, here first, and where one can go. */
export function matchCommands(
  commands: readonly Command[],
  query: string,
  recent: readonly string[],
): MatchGroup[] {
  const typed = query.trim()
  return typed === '' ? offered(commands, recent) : found(commands, typed, recent)
}

function offered(commands: readonly Command[], recent: readonly string[]): MatchGroup[] {
  const latest = recent.flatMap((id) => commands.find((command) => command.id === id) ?? []).slice(0, 5)
  const rest = commands.filter((command) => !command.onlyByName && !latest.includes(command))
  const groups = (['here', 'action', 'panel', 'window'] as const).map((group) => ({
    group,
    matches: rest.filter((command) => command.group === group).map(unmarked),
  }))
  return [{ group: 'recent' as const, matches: latest.map(unmarked) }, ...groups].filter(isFilled)
}

function found(commands: readonly Command[], typed: string, recent: readonly string[]): MatchGroup[] {
  const best = rank(commands, typed, recent)
  const groups = [...new Set(best.map(({ command }) => command.group))]
  return groups.map((group) => ({
    group,
    matches: best.filter(({ command }) => command.group === group).slice(0, MOST_EACH),
  }))
}

/** Groups come in the order of their best match; a title that begins so is before one that only has it somewhere. */
function rank(commands: readonly Command[], typed: string, recent: readonly string[]): Match[] {
  const texts = textsOf(commands)
  const [needle = ''] = UFuzzy.latinize([typed])
  const [indexes, info, order] = fuzzy.search(texts, needle, 2, 5_000)
  if (!indexes) return []
  const matches = (order ?? indexes.map((_, index) => index)).flatMap((at) => {
    const command = commands[(info?.idx ?? indexes)[at] ?? -1]
    if (!command) return []
    const marks = (info?.ranges[at] ?? []).filter((position) => position <= command.title.length)
    return [{ command, marks: marks.length % 2 === 0 ? marks : marks.slice(0, -1) }]
  })
  const weight = ({ command }: Match) => {
    const title = command.title.toLowerCase()
    const begins = title.startsWith(typed.toLowerCase()) ? -4 : 0
    return begins + (recent.includes(command.id) ? -2 : 0)
  }
  return matches
    .map((match, place) => ({ match, place: place / 4 + weight(match) + groupWeight(match.command.group) }))
    .sort((a, b) => a.place - b.place)
    .map(({ match }) => match)
    .slice(0, MOST_BEST)
}

const known = new WeakMap<readonly Command[], string[]>()

/** The same list is searched at each key press. */
function textsOf(commands: readonly Command[]): string[] {
  const before = known.get(commands)
  if (before) return before
  const texts = commands.map(({ title, detail, keywords }) =>
    UFuzzy.latinize([title, detail, keywords].filter(Boolean).join(' · ')),
  )
  known.set(commands, texts)
  return texts
}

/** Between equals: things to do, then places, then objects. */
function groupWeight(group: CommandGroup): number {
  return COMMAND_GROUPS.indexOf(group) / COMMAND_GROUPS.length
}

function unmarked(command: Command): Match {
  return { command, marks: [] }
}

function isFilled({ matches }: MatchGroup): boolean {
  return matches.length > 0
}
