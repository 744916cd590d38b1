import { useMutation } from '@tanstack/react-query'
import type { Attention } from '../../../shared/contract/system.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { Button } from '../../ui/button.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { notify } from '../../ui/toasts.tsx'
import { attentionAction } from './attention-action.ts'

export interface AttentionButtonProps {
  item: Attention
  hasRoutes: boolean
  look?: 'plain' | 'primary'
}

/** What a person does about it: goes to its place, or resumes what is paused. */
export function AttentionButton({ item, hasRoutes, look = 'plain' }: AttentionButtonProps) {
  const action = attentionAction(item, hasRoutes)
  if (action === null) return null
  if (action.kind === 'resume') return <Resume route={action.route} label={action.label} look={look} />
  return (
    <LinkButton href={action.href} look={look}>
      {action.label}
    </LinkButton>
  )
}

interface ResumeProps {
  route: string | null
  label: string
  look: 'plain' | 'primary'
}

function Resume({ route, label, look }: ResumeProps) {
  const { client } = useEngine()
  const resume = useMutation({
    mutationFn: () => client.queue.pause({ route, paused: false }),
    onError: (error) => notify({ text: problemText(error), tone: 'problem' }),
  })
  return (
    <Button look={look} busy={resume.isPending} onClick={() => resume.mutate()}>
      {label}
    </Button>
  )
}
