import { expect, test } from 'vitest'
import { findTexts } from '../../../scripts/text/find-texts.ts'

const bareOf = (source: string) =>
  findTexts('a.tsx', source).bare.map(({ where, text }) => `${where}: ${text}`)
const textsOf = (source: string) => findTexts('a.tsx', source).texts

test('gathers what is handed to t, rich, pieces and msg', () => {
  expect(textsOf(`t('Send now'); rich("last {time}", { time }); pieces(msg('from {values}'), {})`)).toEqual([
    'Send now',
    'last {time}',
    'from {values}',
  ])
})

test('gathers both sides of a choice', () => {
  expect(textsOf(`t(paused ? 'Resume' : 'Pause')`)).toEqual(['Resume', 'Pause'])
})

test('makes a plural message of what is counted', () => {
  expect(textsOf(`counted(n, 'message'); counted(n, 'match', 'matches')`)).toEqual([
    '{count, plural, one {# message} other {# messages}}',
    '{count, plural, one {# match} other {# matches}}',
  ])
})

test('names words between elements, in spoken attributes and properties, and sentences', () => {
  expect(bareOf('const a = <p title="Full text">Send it</p>')).toEqual(['title: Full text', 'text: Send it'])
  expect(bareOf(`const a = { label: 'Held', kind: 'held' }`)).toEqual(['label: Held'])
  expect(bareOf(`const a = 'Nothing waits for it.'`)).toEqual(['sentence: Nothing waits for it.'])
  expect(bareOf(`const a = \`Message \${id} is gone\``)).toEqual(['sentence: Message … is gone'])
  expect(bareOf(`const a = { x: 'Add it now' } as const`)).toEqual(['sentence: Add it now'])
})

test('names the words of a choice between elements', () => {
  expect(bareOf(`const a = <p>{late ? 'not yet' : t('done')}</p>`)).toEqual(['text: not yet'])
  expect(bareOf(`const a = <p>{word ?? 'off'}</p>`)).toEqual(['text: off'])
})

test('leaves alone what nobody reads', () => {
  expect(bareOf(`throw new Error('There is no such thing')`)).toEqual([])
  expect(bareOf(`console.warn('Something went wrong')`)).toEqual([])
  expect(bareOf('const a = <p className="flex gap-2">·</p>')).toEqual([])
  expect(bareOf('const a = <input placeholder="smtp.office.example:587" />')).toEqual([])
  expect(bareOf(`type A = 'Some words here'`)).toEqual([])
})
