import { expect, test } from 'vitest'
import {
  BLANK,
  simulatedMail,
  simulationDraftSchema,
} from '../../../../renderer/features/rules/simulation-draft.ts'

const draft = { ...BLANK, sender: 'scanner@office.test', recipients: ['anna@office.test'] }

test('empty fields are unknown, the null sender is none', () => {
  expect(simulatedMail({ ...draft, sender: '<>', size: '1KiB' })).toEqual({
    sender: '',
    recipients: ['anna@office.test'],
    size: 1024,
    tls: true,
    hasAttachment: false,
  })
})

test.each([
  [{ recipients: [] }, 'recipients'],
  [{ size: 'large' }, 'size'],
  [{ client: 'the copier' }, 'client'],
  [{ account: 'x'.repeat(200) }, 'account'],
])('%j is objected to at its field', (change, field) => {
  const { error } = simulationDraftSchema.safeParse({ ...draft, ...change })
  expect(error?.issues.map(({ path }) => path[0])).toEqual([field])
})
