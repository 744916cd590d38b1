import { useState } from 'react'
import { useEngine } from '../bridge/bridge-context.tsx'
import { signIn, tokenFrom } from '../bridge/console-session.ts'
import { CONTROL } from '../forms/field-frame.tsx'
import { t } from '../text/t.ts'
import { Button } from '../ui/button.tsx'
import { Logo } from './logo.tsx'

const problems = () => ({
  empty: t('Paste the address or the token that Mailroom printed.'),
  refused: t('That link was used already, or is too old. “mailroom console” prints a new one.'),
  unreachable: t('Mailroom does not answer. Is it still running?'),
})

/** The browser console without a session. */
export function SignIn() {
  const { bridge } = useEngine()
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)

  const submit = async () => {
    const token = tokenFrom(text)
    if (token === null) return setProblem(problems().empty)
    const result = await signIn(token)
    if (result === 'signed-in') bridge.reconnect()
    else setProblem(problems()[result])
  }

  return (
    <main className="flex h-full items-center justify-center bg-sunken p-6">
      <form
        aria-label={t('Sign in')}
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
        className="flex w-96 flex-col gap-4 rounded border border-line bg-surface p-6"
      >
        <div className="flex items-center gap-2">
          <Logo />
          <h1 className="text-15 font-semibold">Mailroom</h1>
        </div>
        <p className="text-quiet">
          {t(
            'This console belongs to the Mailroom that runs on this computer. Its window, or the terminal where it was started, shows the address to open.',
          )}
        </p>
        <div className="flex flex-col gap-1">
          <label htmlFor="token" className="text-12 font-medium">
            {t('Address or token')}
          </label>
          <input
            id="token"
            // biome-ignore lint/a11y/noAutofocus: the only field of the page.
            autoFocus
            autoComplete="off"
            spellCheck={false}
            value={text}
            aria-invalid={problem ? true : undefined}
            aria-describedby="token-note"
            onChange={(event) => setText(event.target.value)}
            className={`${CONTROL} font-mono text-12`}
          />
          {problem && (
            <p id="token-note" role="alert" className="text-12 text-bad">
              {problem}
            </p>
          )}
        </div>
        <Button type="submit" look="primary" className="self-start">
          {t('Sign in')}
        </Button>
      </form>
    </main>
  )
}
