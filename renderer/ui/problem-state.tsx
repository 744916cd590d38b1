import { CircleAlert } from 'lucide-react'
import { t } from '../text/t.ts'
import { Button } from './button.tsx'

/** A request failed: what happened, and the way to try again. */
export function ProblemState({ text, onRetry }: { text: string; onRetry: () => void }) {
  return (
    <div
      role="alert"
      className="flex h-full min-h-40 flex-col items-center justify-center gap-3 p-8 text-center"
    >
      <CircleAlert size={20} className="text-bad" aria-hidden="true" />
      <p className="max-w-96 text-quiet">{text}</p>
      <Button onClick={onRetry}>{t('Try again')}</Button>
    </div>
  )
}
