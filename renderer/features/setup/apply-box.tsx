import { useMutation } from '@tanstack/react-query'
import { problemText } from '../../forms/server-issues.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'

export interface ApplyBoxProps {
  /** What Apply will do, sentence by sentence; empty: nothing. */
  does: readonly string[]
  /** Why it cannot be applied yet. */
  problem?: string | null
  apply: () => Promise<void>
  onDone: () => void
}

/** Says what a step will change, and changes it. */
export function ApplyBox({ does, problem = null, apply, onDone }: ApplyBoxProps) {
  const run = useMutation({ mutationFn: apply, onSuccess: onDone })
  return (
    <Section top title={t('What this step will do')}>
      <ul className="flex list-disc flex-col gap-1 pl-4">
        {(does.length === 0 ? [t('Nothing: it is all there.')] : does).map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      {problem && <Notice tone="warn">{problem}</Notice>}
      {run.isError && <Notice tone="bad">{problemText(run.error)}</Notice>}
      <div className="flex gap-2">
        <Button look="primary" busy={run.isPending} disabled={problem !== null} onClick={() => run.mutate()}>
          {does.length === 0 ? t('Go on') : t('Apply and go on')}
        </Button>
        <Button look="quiet" onClick={onDone}>
          {t('Skip this step')}
        </Button>
      </div>
    </Section>
  )
}
