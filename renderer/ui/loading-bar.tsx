import { t } from '../text/t.ts'

/** Something is being fetched. Shown only after a moment, so that quick answers do not flicker. */
export function LoadingBar({ label = t('Loading') }: { label?: string }) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      className="h-0.5 w-full animate-appear overflow-hidden [animation-delay:250ms] [animation-fill-mode:backwards]"
    >
      <div className="h-full w-1/4 animate-bar rounded-full bg-accent" />
    </div>
  )
}
