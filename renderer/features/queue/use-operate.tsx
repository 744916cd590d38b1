import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { QueueOperation, Selection } from '../../../shared/contract/queue.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { counted } from '../../format/quantity.ts'
import { problemText } from '../../forms/server-issues.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { notify } from '../../ui/toasts.tsx'
import { actionText, OPERATIONS, resultText } from './operations.ts'

interface Wish {
  readonly operation: QueueOperation
  readonly selection: Selection
  readonly count: number
}

/** Runs operations; asks first where they cannot be taken back. Put `dialog` somewhere in the panel. */
export function useOperate(): {
  readonly operate: (operation: QueueOperation, selection: Selection, count: number) => void
  readonly dialog: ReactNode
  readonly busy: boolean
  /** What is being done now. */
  readonly running: QueueOperation | null
} {
  const { client } = useEngine()
  const [wish, setWish] = useState<Wish | null>(null)
  const run = useMutation({
    mutationFn: ({ operation, selection }: Wish) => client.queue.operate({ operation, selection }),
    onSuccess: (result, { operation }) => notify({ text: resultText(operation, result) }),
    onError: (error) => notify({ text: problemText(error), tone: 'problem' }),
    onSettled: () => setWish(null),
  })
  return {
    busy: run.isPending,
    running: run.isPending ? run.variables.operation : null,
    operate: (operation, selection, count) => {
      const asked = { operation, selection, count }
      if (OPERATIONS[operation].warning === null) run.mutate(asked)
      else setWish(asked)
    },
    dialog: wish && (
      <ConfirmDialog
        open
        title={`${actionText(wish.operation, wish.count)}?`}
        action={actionText(wish.operation, wish.count)}
        busy={run.isPending}
        onConfirm={() => run.mutate(wish)}
        onClose={() => setWish(null)}
      >
        {OPERATIONS[wish.operation].warning}
        {wish.selection.kind === 'filter' &&
          ` It applies to all ${counted(wish.count, 'message')} that match the filter, also those not shown.`}
      </ConfirmDialog>
    ),
  }
}
