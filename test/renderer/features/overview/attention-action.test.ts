import { expect, test } from 'vitest'
import { attentionAction } from '../../../../renderer/features/overview/attention-action.ts'
import { attentionSchema } from '../../../../shared/contract/system.ts'

test.each(attentionSchema.shape.kind.options)('%s has something to do', (kind) => {
  const action = attentionAction({ kind, severity: 'warning', text: '', subject: 'it' }, true)
  expect(action?.label).toMatch(/\S/)
})
