import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { deviceType } from '../../../shared/devices/device-types.ts'
import type { DevicePlan } from '../../../shared/devices/plan-device.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { carryOutPlan } from '../../devices/carry-out-plan.ts'
import { DeviceSheet } from '../../devices/device-sheet.tsx'
import { planWords } from '../../devices/plan-words.ts'
import { problemText } from '../../forms/server-issues.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { type DeviceChoice, firstChoice, planOf, type SetupFacts } from './device-choice.ts'
import { DeviceFields } from './device-fields.tsx'
import { FirstConnection } from './first-connection.tsx'

interface Made {
  readonly choice: DeviceChoice
  readonly plan: DevicePlan
  readonly password: string | null
}

/** Describe it, see what will be created, get the values, watch its first connection. */
export function AddDevice({ facts }: { facts: SetupFacts }) {
  const { client } = useEngine()
  const [choice, setChoice] = useState(() => firstChoice('hp', facts))
  const [made, setMade] = useState<Made | null>(null)
  const plan = planOf(choice, facts)
  const create = useMutation({
    mutationFn: async () => ({ choice, plan, password: await carryOutPlan(client, plan, nameOf(choice)) }),
    onSuccess: setMade,
  })
  if (made)
    return <MadeDevice {...made} ownCertificate={facts.ownCertificate} onAnother={() => setMade(null)} />
  return (
    <div className="grid max-w-5xl grid-cols-1 gap-x-10 gap-y-6 lg:grid-cols-2">
      <DeviceFields choice={choice} facts={facts} onChange={setChoice} />
      <div className="flex flex-col gap-4">
        <Section top title={t('What this will do')}>
          <ul className="flex list-disc flex-col gap-1 pl-4">
            {planWords(plan).map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
          <p className="text-quiet">{t('Nothing else changes, and nothing before you press the button.')}</p>
        </Section>
        {plan.problems.map((problem) => (
          <Notice key={problem} tone="warn">
            {problem}
          </Notice>
        ))}
        {create.isError && <Notice tone="bad">{problemText(create.error)}</Notice>}
        <Button
          look="primary"
          className="self-start"
          disabled={plan.problems.length > 0}
          busy={create.isPending}
          onClick={() => create.mutate()}
        >
          {t('Create it and show the values')}
        </Button>
      </div>
    </div>
  )
}

function MadeDevice({
  choice,
  plan,
  password,
  ownCertificate,
  onAnother,
}: Made & { ownCertificate: boolean; onAnother: () => void }) {
  return (
    <div className="grid max-w-6xl grid-cols-1 gap-x-10 gap-y-6 lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4">
        {password !== null && (
          <Notice tone="plain">
            {t('The password is shown this once. Type it in now, or print the sheet.')}
          </Notice>
        )}
        <DeviceSheet
          name={nameOf(choice)}
          type={deviceType(choice.typeId)}
          tls={choice.tls}
          values={plan.values}
          notes={plan.notes}
          password={password}
          ownCertificate={ownCertificate}
        />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <FirstConnection choice={choice} plan={plan} />
        <div className="flex gap-2">
          <Button onClick={onAnother}>{t('Add another device')}</Button>
          <LinkButton href="#/accounts">{t('Done')}</LinkButton>
        </div>
      </div>
    </div>
  )
}

function nameOf({ name, typeId }: DeviceChoice): string {
  return name.trim() || deviceType(typeId).name.slice(0, 60)
}
