import { useMutation, useQuery } from '@tanstack/react-query'
import { Upload } from 'lucide-react'
import { type FormEvent, useId, useRef, useState } from 'react'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { ChangeEffects } from '../../forms/change-effects.tsx'
import { FieldFrame } from '../../forms/field-frame.tsx'
import { issuesOf, problemText } from '../../forms/server-issues.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { notify } from '../../ui/toasts.tsx'
import { Secret } from './export-configuration.tsx'

interface Chosen {
  readonly name: string
  readonly document: unknown
  readonly sealed: boolean
}

/** A file is looked at first: what is wrong with it, or what it will do. */
export function ImportConfiguration() {
  const picker = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const choose = (file: File) => {
    setProblem(null)
    readChosen(file).then(setChosen, () => {
      setChosen(null)
      setProblem(t('{name} is not JSON: choose a file that an export has written.', { name: file.name }))
    })
  }
  return (
    <Section title={t('Import')} top>
      <p className="text-quiet">
        {t(
          'Replaces the whole configuration and the accounts. Secrets that are not in the file stay as they are for routes of the same name.',
        )}
      </p>
      <Button className="self-start" icon={<Upload size={13} />} onClick={() => picker.current?.click()}>
        {t('Choose a file…')}
      </Button>
      <input
        ref={picker}
        type="file"
        accept=".json,application/json"
        tabIndex={-1}
        aria-label={t('Configuration file')}
        className="hidden"
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) choose(file)
        }}
      />
      {problem && (
        <Notice tone="bad">
          <p>{problem}</p>
        </Notice>
      )}
      {chosen &&
        (chosen.sealed ? (
          <SealedImport key={chosen.name} chosen={chosen} onDone={() => setChosen(null)} />
        ) : (
          <PlainImport key={chosen.name} chosen={chosen} onDone={() => setChosen(null)} />
        ))}
    </Section>
  )
}

async function readChosen(file: File): Promise<Chosen> {
  const document: unknown = JSON.parse(await file.text())
  const format =
    typeof document === 'object' && document !== null && 'format' in document ? document.format : ''
  return { name: file.name, document, sealed: String(format).startsWith('mailroom-sealed-configuration/') }
}

interface ImportProps {
  chosen: Chosen
  onDone: () => void
}

function PlainImport({ chosen, onDone }: ImportProps) {
  const { api, client } = useEngine()
  const { document } = chosen
  const check = useQuery(api.configuration.check.queryOptions({ input: document, staleTime: 0, gcTime: 0 }))
  const isFine = check.data?.issues.length === 0
  const preview = useQuery(
    api.configuration.preview.queryOptions({
      input: { change: { kind: 'document', document } },
      enabled: isFine,
      staleTime: 0,
      gcTime: 0,
    }),
  )
  const replace = useMutation({
    mutationFn: () => client.configuration.import(document),
    onSuccess: () => {
      notify({ text: t('{name} is the configuration now.', { name: chosen.name }) })
      onDone()
    },
  })
  const issues = check.data?.issues ?? []
  return (
    <div className="flex flex-col gap-3" aria-live="polite">
      <p className="truncate font-medium">{chosen.name}</p>
      {(check.isPending || (isFine && preview.isPending)) && <LoadingBar label={t('Checking the file')} />}
      {issues.length > 0 && (
        <Notice tone="bad">
          <p>{t('It would not be accepted. Mend this in the file, then choose it again:')}</p>
          <ul className="flex max-h-40 flex-col gap-1 overflow-auto text-12">
            {issues.map(({ path, message }) => (
              <li key={`${path.join('.')} ${message}`}>
                <span className="font-mono">{path.join('.')}</span> {message}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {isFine && preview.data?.effects.length === 0 && (
        <p className="text-quiet">{t('Nothing is interrupted by it.')}</p>
      )}
      <ChangeEffects effects={preview.data?.effects ?? []} />
      {(replace.isError || check.isError) && (
        <p role="alert" className="text-12 text-bad">
          {problemText(replace.error ?? check.error)}
        </p>
      )}
      <div className="flex gap-2">
        <Button onClick={onDone}>{t('Cancel')}</Button>
        <Button look="danger" disabled={!isFine} busy={replace.isPending} onClick={() => replace.mutate()}>
          {t('Replace the configuration')}
        </Button>
      </div>
    </div>
  )
}

function SealedImport({ chosen, onDone }: ImportProps) {
  const { client } = useEngine()
  const id = useId()
  const [passphrase, setPassphrase] = useState('')
  const replace = useMutation({
    mutationFn: () => client.configuration.importSealed({ document: chosen.document, passphrase }),
    onSuccess: () => {
      notify({ text: t('{name} is the configuration now.', { name: chosen.name }) })
      onDone()
    },
  })
  const wrong = replace.isError ? (issuesOf(replace.error)[0]?.message ?? problemText(replace.error)) : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    replace.mutate()
  }
  return (
    <form aria-label={t('Import with secrets')} onSubmit={submit} className="flex max-w-sm flex-col gap-3">
      <p className="truncate font-medium">{chosen.name}</p>
      <FieldFrame
        id={id}
        label={t('Passphrase')}
        hint={t('The file is sealed. Opening it takes about a second.')}
        error={wrong}
      >
        <Secret id={id} value={passphrase} onChange={setPassphrase} invalid={wrong !== null} />
      </FieldFrame>
      <div className="flex gap-2">
        <Button onClick={onDone}>{t('Cancel')}</Button>
        <Button type="submit" look="danger" disabled={passphrase === ''} busy={replace.isPending}>
          {t('Replace the configuration')}
        </Button>
      </div>
    </form>
  )
}
