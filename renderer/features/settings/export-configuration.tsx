import { useMutation } from '@tanstack/react-query'
import { Download, Lock } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { saveChunks } from '../../desktop/save-chunks.ts'
import { CONTROL, FieldFrame } from '../../forms/field-frame.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/section.tsx'
import { notify } from '../../ui/toasts.tsx'

/** Octets that people can type: what the contract asks for at least. */
const SHORTEST = 8

export function ExportConfiguration() {
  const { client } = useEngine()
  const plain = useMutation({
    mutationFn: async () => save('mailroom.json', await client.configuration.export()),
    onError: (error) => notify({ text: problemText(error), tone: 'problem' }),
  })
  return (
    <Section title={t('Export')} top>
      <p className="text-quiet">
        {t(
          'Without secrets the file shows the whole set-up, and accounts carry the hash of their password. Passwords of routes and private keys are not in it.',
        )}
      </p>
      <Button
        className="self-start"
        icon={<Download size={13} />}
        busy={plain.isPending}
        onClick={() => plain.mutate()}
      >
        {t('Export without secrets')}
      </Button>
      <Sealed />
    </Section>
  )
}

/** Twice, because a passphrase that was mistyped opens nothing later. */
function Sealed() {
  const { client } = useEngine()
  const [first, second] = [useId(), useId()]
  const [passphrase, setPassphrase] = useState('')
  const [repeated, setRepeated] = useState('')
  const [tried, setTried] = useState(false)
  const sealed = useMutation({
    mutationFn: async () => {
      const { document } = await client.configuration.exportSealed({ passphrase })
      return save('mailroom.sealed.json', document)
    },
    onSuccess: (isSaved) => {
      if (!isSaved) return
      setPassphrase('')
      setRepeated('')
      setTried(false)
      notify({ text: t('The configuration is exported. Nobody opens it without the passphrase.') })
    },
  })
  const tooShort = passphrase.length < SHORTEST
  const differs = passphrase !== repeated
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!tooShort && !differs) sealed.mutate()
  }
  return (
    <form aria-label={t('Export with secrets')} onSubmit={submit} className="flex flex-col gap-3 pt-3">
      <p className="text-quiet">
        {t(
          'With secrets, to move to another computer: routes with their passwords, accounts and keys, sealed with a passphrase. Sign-ins with a browser (OAuth2) are not in it: sign in anew there.',
        )}
      </p>
      <div className="grid grid-cols-2 gap-3">
        <FieldFrame
          id={first}
          label={t('Passphrase')}
          error={tried && tooShort ? t('Use at least 8 characters.') : null}
        >
          <Secret id={first} value={passphrase} onChange={setPassphrase} invalid={tried && tooShort} />
        </FieldFrame>
        <FieldFrame
          id={second}
          label={t('Once more')}
          error={tried && !tooShort && differs ? t('The two differ.') : null}
        >
          <Secret id={second} value={repeated} onChange={setRepeated} invalid={tried && differs} />
        </FieldFrame>
      </div>
      {sealed.isError && (
        <p role="alert" className="text-12 text-bad">
          {problemText(sealed.error)}
        </p>
      )}
      <Button type="submit" className="self-start" icon={<Lock size={13} />} busy={sealed.isPending}>
        {t('Export with secrets')}
      </Button>
    </form>
  )
}

export function Secret({
  id,
  value,
  onChange,
  invalid,
}: {
  id: string
  value: string
  onChange: (value: string) => void
  invalid: boolean
}) {
  return (
    <input
      id={id}
      type="password"
      autoComplete="new-password"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      aria-invalid={invalid || undefined}
      aria-describedby={`${id}-note`}
      className={CONTROL}
    />
  )
}

/** false where the person changed their mind. */
function save(name: string, document: unknown): Promise<boolean> {
  return saveChunks(name, 'application/json', oneChunk(`${JSON.stringify(document, null, 2)}\n`))
}

async function* oneChunk(text: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield new TextEncoder().encode(text)
}
