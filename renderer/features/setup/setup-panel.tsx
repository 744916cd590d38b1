import type { ReactNode } from 'react'
import { hrefOf, useLocation } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { PanelHeader } from '../../ui/panel-header.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { AddDevice } from './add-device.tsx'
import type { SetupFacts } from './device-choice.ts'
import { GuidedStart } from './guided-start.tsx'
import { type KnownSender, SheetAgain } from './sheet-again.tsx'
import { useSetupFacts } from './use-setup-facts.ts'
import { useSetupProgress } from './use-setup-progress.ts'

/** The guided start, and of it what is needed again later: adding a device. */
export function SetupPanel() {
  const { item, params } = useLocation((state) => state.place)
  const sender = knownSender(params)
  if (item === 'device' && sender !== null)
    return (
      <>
        <PanelHeader
          title={t('Device sheet')}
          actions={<LinkButton href={hrefOf('accounts', { item: sender.name })}>{t('Close')}</LinkButton>}
        />
        <WithFacts>{(facts) => <SheetAgain sender={sender} facts={facts} />}</WithFacts>
      </>
    )
  return item === 'device' ? (
    <>
      <PanelHeader
        title={t('Add a device')}
        actions={<LinkButton href="#/accounts">{t('Close')}</LinkButton>}
      />
      <WithFacts>{(facts) => <AddDevice facts={facts} />}</WithFacts>
    </>
  ) : (
    <>
      <PanelHeader title={t('Guided start')} actions={<ByHand />} />
      <WithFacts>{(facts) => <GuidedStart facts={facts} />}</WithFacts>
    </>
  )
}

function ByHand() {
  const { progress, leave } = useSetupProgress()
  // Before it is known how far the guide has come, leaving it could not be kept.
  return progress && <Button onClick={() => leave('skipped')}>{t('Set it up by hand')}</Button>
}

function knownSender({ account, network }: Readonly<Record<string, string>>): KnownSender | null {
  if (account !== undefined) return { kind: 'account', name: account }
  return network === undefined ? null : { kind: 'network', name: network }
}

function WithFacts({ children }: { children: (facts: SetupFacts) => ReactNode }) {
  const state = useSetupFacts()
  if (state.kind === 'loading') return <LoadingBar label={t('Looking at this computer')} />
  if (state.kind === 'problem') return <ProblemState text={state.text} onRetry={state.retry} />
  return <div className="min-h-0 flex-1 overflow-auto p-5">{children(state.facts)}</div>
}
