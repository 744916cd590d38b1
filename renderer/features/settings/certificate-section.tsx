import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import type { CertificateInfo } from '../../../shared/contract/settings.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { saveFile } from '../../files/save-file.ts'
import { exactDate } from '../../format/relative-time.ts'
import { problemText } from '../../forms/server-issues.ts'
import { Time } from '../../live/time.tsx'
import { rich, t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { Section } from '../../ui/section.tsx'
import { CertificateForm } from './certificate-form.tsx'

/** The certificate of all listeners: what it is, its CA for devices, and one's own in its place. */
export function CertificateSection() {
  const { api } = useEngine()
  const query = useQuery(api.settings.certificate.queryOptions())
  if (query.isPending) return <LoadingBar />
  if (query.isError)
    return <ProblemState text={problemText(query.error)} onRetry={() => void query.refetch()} />
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-auto">
      <div className="flex max-w-xl flex-col gap-6 px-4 pt-1 pb-6">
        <Now info={query.data} />
      </div>
      <CertificateForm key={JSON.stringify(query.data.config)} config={query.data.config} />
    </div>
  )
}

function Now({ info }: { info: CertificateInfo }) {
  const { caPem } = info
  return (
    <>
      {info.problem && (
        <Notice tone="bad">
          <p>{info.problem}</p>
        </Notice>
      )}
      <Section title={t('In use')} top>
        <Facts
          facts={[
            { label: t('For'), value: <Names names={info.names} /> },
            { label: t('Subject'), value: <span className="select-text">{info.subject}</span> },
            { label: t('Issued by'), value: <span className="select-text">{info.issuer}</span> },
            { label: t('Valid'), value: <Validity info={info} /> },
            { label: t('SHA-256'), value: <Fingerprint text={info.fingerprint} /> },
          ]}
        />
      </Section>
      {caPem !== null && (
        <Section title={t('For devices')} top>
          <p className="text-quiet">
            {t(
              'A device that checks certificates trusts this one once Mailroom’s own CA is installed on it.',
            )}
          </p>
          <Button
            className="self-start"
            icon={<Download size={13} />}
            onClick={() => saveFile('mailroom-ca.pem', 'application/x-pem-file', caPem)}
          >
            {t('Export the CA')}
          </Button>
        </Section>
      )}
    </>
  )
}

/** The names that clients may connect under; the list is long where the computer has many addresses. */
function Names({ names }: { names: readonly string[] }) {
  return (
    <ul className="flex flex-wrap gap-1">
      {names.map((name) => (
        <li key={name} className="rounded-sm bg-sunken px-1.5 font-mono text-12 break-all select-text">
          {name}
        </li>
      ))}
    </ul>
  )
}

function Validity({ info: { notBefore, notAfter } }: { info: CertificateInfo }) {
  return (
    <span>
      {t('{from} to {to}', { from: exactDate(notBefore), to: exactDate(notAfter) })} (
      {rich('ends {time}', { time: <Time at={notAfter} /> })})
    </span>
  )
}

function Fingerprint({ text }: { text: string }) {
  return (
    <span className="flex items-start gap-1">
      <span className="min-w-0 font-mono text-12 break-all select-text">
        {text.toUpperCase().replace(/(..)(?=.)/g, '$1:')}
      </span>
      <CopyButton text={text} label={t('Copy the fingerprint')} className="-my-1 size-6" />
    </span>
  )
}
