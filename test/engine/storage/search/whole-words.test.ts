import { expect, it } from 'vitest'
import { messageConditions } from '../../../../main/engine/storage/search/message-conditions.ts'
import { matchWholeWords } from '../../../../main/engine/storage/search/search-words.ts'
import { NOON, sampleMessage } from '../../../support/sample-message.ts'
import { temporaryStorage } from '../../../support/temporary-storage.ts'

it.each<[string, string | null]>([
  ['anna@office.test', '"anna office"'],
  ['invoice 2026-17 anna@off', '"2026" AND "anna"'],
  ['invoice', null],
  ['two words', null],
  ['***', null],
])('of "%s" the words that certainly are whole narrow the search', (text, expected) => {
  expect(matchWholeWords(text)).toBe(expected)
})

it('what may be the beginning of an id is not narrowed by its words', () => {
  expect(messageConditions({ text: 'ABCD' })).toHaveLength(1)
})

it('an address in the words of a search finds its messages, however far it is typed', async () => {
  const storage = await temporaryStorage()
  const [anna, annabel] = [
    sampleMessage({ subject: 'One', recipients: ['anna@customer.test'] }),
    sampleMessage({ subject: 'Two', recipients: ['annabel@customer.test'] }),
  ]
  for (const message of [anna, annabel]) await storage.accept(message, { owner: 'run-1', until: NOON })
  const found = async (text: string) => {
    const sort = { by: 'receivedAt', direction: 'ascending' } as const
    const page = await storage.listMessages({ filter: { text }, sort, cursor: null, limit: 9, now: NOON })
    return page.rows.map(({ id }) => id)
  }
  expect(await found('anna')).toEqual([anna.id, annabel.id])
  expect(await found('anna@cust')).toEqual([anna.id])
  expect(await found('anna@customer.test')).toEqual([anna.id])
  expect(await found('anna@customer.test one')).toEqual([anna.id])
  expect(await found('anna@customer.test two')).toEqual([])
})
