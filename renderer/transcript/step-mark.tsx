import { t } from '../text/t.ts'
import type { Step } from './conversation-steps.ts'

const WORDS: Readonly<Record<Step, () => string>> = {
  greeting: () => t('Greeting'),
  hello: () => t('Hello'),
  tls: () => t('Encryption'),
  'sign-in': () => t('Sign-in'),
  envelope: () => t('Envelope'),
  content: () => t('Content'),
  end: () => t('End'),
}

/** Where another part of the conversation begins. `message` numbers the messages of a session that carries several. */
export function StepMark({ step, message }: { step: Step; message: number | null }) {
  const word = WORDS[step]()
  return (
    <div className="flex items-center gap-2 px-4 pt-2.5 pb-1 text-11 text-quiet">
      <span className="w-[9.5rem] shrink-0 border-line border-t" aria-hidden="true" />
      <span>
        {message !== null && message > 1
          ? t('{step}, message {number}', { step: word, number: message })
          : word}
      </span>
      <span className="min-w-0 flex-1 border-line border-t" aria-hidden="true" />
    </div>
  )
}
