import { useState } from 'react'
import { deviceType } from '../../../shared/devices/device-types.ts'
import { DeviceSheet } from '../../devices/device-sheet.tsx'
import { planWords } from '../../devices/plan-words.ts'
import { t } from '../../text/t.ts'
import { Notice } from '../../ui/notice.tsx'
import { type DeviceChoice, firstChoice, planOf, type SetupFacts } from './device-choice.ts'
import { DeviceFields } from './device-fields.tsx'
import { FirstConnection } from './first-connection.tsx'

/** A sender that is there already: an account, or a named network. */
export type KnownSender =
  | { readonly kind: 'account'; readonly name: string }
  | { readonly kind: 'network'; readonly name: string }

/** The sheet of a device that was added before, without its password: for another look, or a device in its place. */
export function SheetAgain({ sender, facts }: { sender: KnownSender; facts: SetupFacts }) {
  const [choice, setChoice] = useState(() => choiceOf(sender, facts))
  const plan = planOf(choice, facts)
  return (
    <div className="grid max-w-6xl grid-cols-1 gap-x-10 gap-y-6 lg:grid-cols-2">
      <div data-print-hidden className="flex min-w-0 flex-col gap-6">
        <DeviceFields choice={choice} facts={facts} onChange={setChoice} />
        <FirstConnection choice={choice} plan={plan} />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        {isComplete(plan) ? (
          plan.problems.map((problem) => (
            <Notice key={problem} tone="warn">
              {problem}
            </Notice>
          ))
        ) : (
          <Notice tone="warn">
            <p>{t('As it is described here, it could not send yet. It would need this:')}</p>
            <ul className="list-disc pl-4">
              {planWords(plan).map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          </Notice>
        )}
        <DeviceSheet
          name={choice.name}
          type={deviceType(choice.typeId)}
          tls={choice.tls}
          values={plan.values}
          notes={plan.notes}
          password={null}
          ownCertificate={facts.ownCertificate}
        />
      </div>
    </div>
  )
}

/** Is all there that the sheet speaks of? */
function isComplete({ listener, network, account }: ReturnType<typeof planOf>): boolean {
  return listener.kind === 'there' && network?.kind !== 'add' && account?.kind !== 'add'
}

function choiceOf(sender: KnownSender, facts: SetupFacts): DeviceChoice {
  const first = firstChoice('other', facts)
  if (sender.kind === 'account') {
    const account = facts.accounts.find(({ username }) => username === sender.name)
    return {
      ...first,
      name: sender.name,
      auth: true,
      account: account?.username ?? '',
      sender: plainAddress(account?.allowedSenders) ?? first.sender,
    }
  }
  const network = facts.networks.find(({ name }) => name === sender.name)
  return {
    ...first,
    name: sender.name,
    auth: false,
    tls: 'none',
    clientAddress: network?.addresses.find((address) => !address.includes('/')) ?? '',
    sender: plainAddress(network?.allowedSenders) ?? first.sender,
  }
}

/** The first that is an address and no pattern. */
function plainAddress(patterns: readonly string[] | undefined): string | null {
  return patterns?.find((pattern) => pattern.includes('@') && !pattern.includes('*')) ?? null
}
