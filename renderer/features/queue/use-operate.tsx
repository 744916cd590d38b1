import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { BulkOperation } from '../../../shared/contract/operations.ts'
import type { QueueOperation, Selection } from '../../../shared/contract/queue.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { canBeUndone, type OperationKind } from '../../operations/operation-words.ts'
import { adoptOperation } from '../../operations/operations-store.ts'
import { notify } from '../../ui/toasts.tsx'
import { PreviewDialog } from './preview-dialog.tsx'
import { usePreferences } from './queue-preferences.ts'
import { RerouteDialog } from './reroute-dialog.tsx'

interface Wish {
  readonly operation: BulkOperation
  readonly selection: Selection
  readonly count: number
}

/** From so many messages on, also what can be reversed is shown before it begins. */
const MANY = 100

export interface Operate {
  readonly operate: (operation: QueueOperation | BulkOperation, selection: Selection, count: number) => void
  /** Asks for the route first. */
  readonly reroute: (selection: Selection, count: number) => void
  /** Put it somewhere in the panel. */
  readonly dialog: ReactNode
  readonly busy: boolean
  /** What is being begun now. */
  readonly running: OperationKind | null
}

/** Runs operations: shows before what they would do, and begins them with their undo window. */
export function useOperate(onBegun?: (kind: OperationKind) => void): Operate {
  const { client } = useEngine()
  const undoSeconds = usePreferences((state) => state.undoSeconds)
  const [wish, setWish] = useState<Wish | null>(null)
  const [rerouting, setRerouting] = useState<Omit<Wish, 'operation'> | null>(null)
  const begin = useMutation({
    mutationFn: ({ operation, selection }: Wish) =>
      client.operations.start({
        operation,
        selection,
        undoWindow: canBeUndone(operation.kind) ? undoSeconds * 1_000 : 0,
      }),
    onSuccess: (view) => {
      adoptOperation(view)
      onBegun?.(view.operation.kind)
    },
    onError: (error) => notify({ text: problemText(error), tone: 'problem' }),
    onSettled: () => setWish(null),
  })
  const ask = (asked: Wish) => {
    const { kind } = asked.operation
    const needsPreview =
      kind === 'delete' || kind === 'bounce' || asked.count >= MANY || asked.selection.kind === 'filter'
    if (needsPreview) setWish(asked)
    else begin.mutate(asked)
  }
  return {
    busy: begin.isPending,
    running: begin.isPending ? begin.variables.operation.kind : null,
    operate: (operation, selection, count) =>
      ask({ operation: typeof operation === 'string' ? { kind: operation } : operation, selection, count }),
    reroute: (selection, count) => setRerouting({ selection, count }),
    dialog: (
      <>
        {wish && (
          <PreviewDialog
            operation={wish.operation}
            selection={wish.selection}
            undoSeconds={undoSeconds}
            busy={begin.isPending}
            onConfirm={() => begin.mutate(wish)}
            onClose={() => setWish(null)}
          />
        )}
        {rerouting && (
          <RerouteDialog
            count={rerouting.count}
            onChoose={(route) => {
              setRerouting(null)
              ask({ operation: { kind: 'reroute', route }, ...rerouting })
            }}
            onClose={() => setRerouting(null)}
          />
        )}
      </>
    ),
  }
}
