import { classNames } from './class-names.ts'

export type LightTone = 'ok' | 'warn' | 'bad' | 'off'

const LIGHTS: Readonly<Record<LightTone, string>> = {
  ok: 'bg-ok',
  warn: 'border-2 border-warn',
  bad: 'bg-bad rotate-45 rounded-[1px]!',
  off: 'border border-faint',
}

/** Each tone has a shape too; the words beside it say the rest. */
export function Light({ tone }: { tone: LightTone }) {
  return <span aria-hidden="true" className={classNames('size-2 shrink-0 rounded-full', LIGHTS[tone])} />
}
