import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { adoptOperation } from '../../../renderer/operations/operations-store.ts'
import { Toasts } from '../../../renderer/ui/toasts.tsx'
import type { OperationView } from '../../../shared/contract/operations.ts'

const VIEW: OperationView = {
  id: 'one',
  operation: { kind: 'delete' },
  actor: 'console',
  phase: 'undoable',
  startedAt: 0,
  endedAt: null,
  selected: 1_251,
  done: 1_251,
  changed: 1_251,
  unchanged: 0,
  undoUntil: 10_000,
  problem: null,
}

test('an operation that was taken back says of how many messages, although none is changed any more', async () => {
  render(<Toasts />)
  adoptOperation(VIEW)
  adoptOperation({ ...VIEW, changed: 251, unchanged: 1_000 })
  adoptOperation({ ...VIEW, phase: 'undone', endedAt: 5_000, changed: 0, unchanged: 1_251 })
  expect((await screen.findAllByText('Undone: 1,251 messages are as before.')).length).toBeGreaterThan(0)
})
