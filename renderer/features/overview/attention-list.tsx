import { useMutation } from '@tanstack/react-query'
import { CircleAlert, Info, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { Attention, Status } from '../../../shared/contract/system.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { Button } from '../../ui/button.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Section } from '../../ui/section.tsx'
import { notify } from '../../ui/toasts.tsx'
import { attentionAction } from './attention-action.ts'

const MARKS: Readonly<
  Record<Attention['severity'], { readonly icon: LucideIcon; readonly colour: string; readonly word: string }>
> = {
  problem: { icon: CircleAlert, colour: 'text-bad', word: 'Problem' },
  warning: { icon: TriangleAlert, colour: 'text-warn', word: 'Warning' },
  info: { icon: Info, colour: 'text-quiet', word: 'Note' },
}

export function AttentionList({ status }: { status: Status }) {
  // Without any route the next steps above say the same, with the same button.
  const items = status.attention.filter((item) => item.kind !== 'no-route' || status.routes.length > 0)
  if (items.length === 0) return null
  return (
    <Section title="Needs attention">
      <ul className="flex flex-col divide-y divide-line overflow-hidden rounded border border-line bg-raised">
        {items.map((item) => (
          <Item key={`${item.kind} ${item.subject}`} item={item} hasRoutes={status.routes.length > 0} />
        ))}
      </ul>
    </Section>
  )
}

function Item({ item, hasRoutes }: { item: Attention; hasRoutes: boolean }) {
  const { icon: Icon, colour, word } = MARKS[item.severity]
  const action = attentionAction(item, hasRoutes)
  return (
    <li className="flex min-h-11 items-center gap-3 px-3.5 py-2">
      <Icon size={16} className={`shrink-0 ${colour}`} aria-label={word} />
      <p className="min-w-0 flex-1 break-words">{item.text}</p>
      {action?.kind === 'link' && <LinkButton href={action.href}>{action.label}</LinkButton>}
      {action?.kind === 'resume' && <Resume route={action.route} label={action.label} />}
    </li>
  )
}

function Resume({ route, label }: { route: string | null; label: string }) {
  const { client } = useEngine()
  const resume = useMutation({
    mutationFn: () => client.queue.pause({ route, paused: false }),
    onError: (error) => notify({ text: problemText(error), tone: 'problem' }),
  })
  return (
    <Button busy={resume.isPending} onClick={() => resume.mutate()}>
      {label}
    </Button>
  )
}
