import { useMutation } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import type { DkimCheck, DkimKeyView } from '../../../shared/contract/dkim.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { openItem } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Inspector } from '../../ui/inspector.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { notify } from '../../ui/toasts.tsx'

const TONES = { published: 'ok', missing: 'warn', differs: 'bad', unknown: 'warn' } as const

/** One key: publish its record, check it, let it sign; later the other way round. */
export function DkimInspector({ dkimKey }: { dkimKey: DkimKeyView }) {
  const { client } = useEngine()
  const { domain, selector, active, record, usable } = dkimKey
  const [asks, setAsks] = useState(false)
  const onError = (error: unknown) => notify({ text: problemText(error), tone: 'problem' as const })
  const check = useMutation({ mutationFn: () => client.dkim.check({ domain, selector }), onError })
  const activate = useMutation({
    mutationFn: () => client.dkim.setActive({ domain, selector, active: !active }),
    onError,
  })
  const remove = useMutation({
    mutationFn: () => client.dkim.remove({ domain, selector }),
    onSuccess: () => openItem(null),
    onError,
    onSettled: () => setAsks(false),
  })
  return (
    <Inspector
      kind={t('DKIM key')}
      title={<span className="break-all">{domain}</span>}
      onClose={() => openItem(null)}
      actions={
        <>
          <Button
            look={active ? 'plain' : 'primary'}
            busy={activate.isPending}
            disabled={!usable && !active}
            onClick={() => activate.mutate()}
          >
            {active ? t('Stop signing') : t('Sign with it')}
          </Button>
          <Button icon={<RefreshCw size={13} />} busy={check.isPending} onClick={() => check.mutate()}>
            {t('Check DNS')}
          </Button>
          <Button look="removal" onClick={() => setAsks(true)}>
            {t('Delete…')}
          </Button>
        </>
      }
    >
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-auto px-4 pt-1 pb-5">
        {!usable && (
          <Notice tone="bad">
            <p>
              {t(
                'Its private key is not here, as after an import without secrets. Make a new key in its place.',
              )}
            </p>
          </Notice>
        )}
        {check.data && <Verdict check={check.data} />}
        <Section title={t('DNS record to publish (TXT)')}>
          <Copied label={t('Name')} text={record.name} />
          <Copied label={t('Value')} text={record.value} />
          <p className="text-12 text-quiet">
            {t(
              'Publish it, check that DNS shows it, then sign with it. A relay rule with the change “Sign with DKIM” says which mail is signed.',
            )}
          </p>
        </Section>
        <Section title={t('Changing keys')}>
          <p className="text-12 text-quiet">
            {t(
              'Make a key with another selector, publish it and sign with it, then stop signing with the old one. Leave the old record in DNS for some weeks: mail on its way is still checked with it.',
            )}
          </p>
        </Section>
      </div>
      <ConfirmDialog
        open={asks}
        title={t('Delete the key {selector} of {domain}?', { selector, domain })}
        action={t('Delete key')}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
        onClose={() => setAsks(false)}
      >
        {t(
          'Its private key is gone for good. Remove its DNS record when no mail signed with it is on its way.',
        )}
      </ConfirmDialog>
    </Inspector>
  )
}

function Verdict({ check }: { check: DkimCheck }) {
  return (
    <Notice tone={TONES[check.state]}>
      <p role="status">{check.text}</p>
      {check.state === 'differs' &&
        check.found.map((found) => (
          <p key={found} className="font-mono text-12 break-all select-text">
            {found}
          </p>
        ))}
    </Notice>
  )
}

function Copied({ label, text }: { label: string; text: string }) {
  return (
    <div className="flex flex-col gap-1">
      <span className="text-12 font-medium">{label}</span>
      <div className="flex items-start gap-2 rounded border border-line bg-sunken py-1.5 pr-1.5 pl-2.5">
        <span className="min-w-0 flex-1 font-mono text-12 break-all select-text">{text}</span>
        <CopyButton
          text={text}
          label={t('Copy the {what}', { what: label.toLowerCase() })}
          className="-my-0.5 size-6"
        />
      </div>
    </div>
  )
}
