import { expect, test } from 'vitest'
import { matchCommands } from '../../../../renderer/app/palette/match-commands.ts'
import type { Command, CommandGroup } from '../../../../renderer/commands/command.ts'

const command = (id: string, group: CommandGroup, title: string, more: Partial<Command> = {}): Command => ({
  id,
  group,
  title,
  run: () => {},
  ...more,
})
const some: Command[] = [
  command('add-route', 'action', 'Add a route'),
  command('pause:provider', 'action', 'Pause the route provider', { onlyByName: true }),
  command('panel:routes', 'panel', 'Routes'),
  command('route:provider', 'route', 'provider', { detail: 'smtp.provider.example:587' }),
  command('account:büro', 'account', 'büro-süd'),
  command('rule:hebrew', 'rule', 'דוח מכירות'),
]
const ids = (query: string, recent: string[] = []) =>
  matchCommands(some, query, recent).map(({ group, matches }) => [group, matches.map((m) => m.command.id)])

test('with nothing typed it offers what was used of late, what can be done and where to go', () => {
  expect(ids('', ['route:provider', 'gone'])).toEqual([
    ['recent', ['route:provider']],
    ['action', ['add-route']],
    ['panel', ['panel:routes']],
  ])
})

test('finds by parts of words in any order, in titles and details, a beginning before a middle', () => {
  expect(ids('prov')[0]).toEqual(['route', ['route:provider']])
  expect(ids('route add')[0]).toEqual(['action', ['add-route']])
  expect(ids('smtp.provider')).toEqual([['route', ['route:provider']]])
})

test('finds other writings, and accents that nobody typed', () => {
  expect(ids('דוח')).toEqual([['rule', ['rule:hebrew']]])
  expect(ids('buro')).toEqual([['account', ['account:büro']]])
})

test('marks what was typed in the title', () => {
  const [group] = matchCommands(some, 'prov', [])
  expect(group?.matches[0]?.marks).toEqual([0, 4])
})

test('nothing is called so', () => {
  expect(ids('zzzqq')).toEqual([])
})

test('among ten thousand names the answer is short', () => {
  const many = Array.from({ length: 10_000 }, (_, index) =>
    command(`account:${index}`, 'account', `scanner-${index}`),
  )
  const found = matchCommands(many, 'scanner-99', [])
  expect(found).toHaveLength(1)
  expect(found[0]?.matches.length).toBeLessThanOrEqual(8)
})
