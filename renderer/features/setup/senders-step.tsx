import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { SetupProgress } from '../../../shared/contract/setup.ts'
import type { ListenerStatus } from '../../../shared/contract/system.ts'
import { fitsDevice, newListener } from '../../../shared/devices/listener-for-device.ts'
import { clientNetworkSchema } from '../../../shared/domain/client-network.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { SwitchLine } from '../../forms/switch-line.tsx'
import { useLive } from '../../live/live-store.ts'
import { hrefOf } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ApplyBox } from './apply-box.tsx'
import type { SetupFacts } from './device-choice.ts'
import { textsIn } from './setup-answers.ts'

export interface SendersStepProps {
  facts: SetupFacts
  answers: SetupProgress['answers']
  onDone: () => void
}

const NEED = { tls: 'none', auth: false, place: 'network' } as const

/** This computer always may; the network where it is wished; devices one by one. */
export function SendersStep({ facts, answers, onDone }: SendersStepProps) {
  const { client } = useEngine()
  const home = facts.computer.addresses.find(({ kind }) => kind === 'private')
  const domains = textsIn(answers.domains) ?? facts.computer.domains
  const [office, setOffice] = useState(false)
  const plan = office && home ? officePlan(facts, home, domains) : null
  const apply = async () => {
    if (plan?.listener) await client.listeners.create({ item: plan.listener })
    if (plan?.network) await client.networks.create({ item: plan.network })
  }
  return (
    <div className="flex flex-col gap-4">
      <OwnPrograms listeners={facts.listeners} />
      <SwitchLine
        label={t('All computers and devices of this network')}
        hint={
          home
            ? t(
                'Whoever is in {network} may send as your domains without sign-in. Safer: add each device by itself.',
                {
                  network: home.network,
                },
              )
            : t('This computer has no address of a private network.')
        }
        checked={office && home !== undefined}
        onChange={setOffice}
      />
      <div className="flex items-center justify-between gap-4">
        <div>
          <p className="text-12 font-medium">{t('Single devices and programs')}</p>
          <p className="text-12 text-quiet">
            {t('Copier, storage, web site: with the exact values for its panel.')}
          </p>
        </div>
        <LinkButton icon={<Plus size={14} />} href="#/setup/device">
          {t('Add a device')}
        </LinkButton>
      </div>
      <ApplyBox does={plan?.does ?? []} problem={plan?.problem ?? null} apply={apply} onDone={onDone} />
    </div>
  )
}

/** What programs on this computer write as their server, or why they cannot send yet. */
function OwnPrograms({ listeners }: Pick<SetupFacts, 'listeners'>) {
  const statuses = useLive((state) => state.status?.listeners ?? NO_STATUS)
  const own = listeners.filter(({ enabled, trustedNetworks }) => enabled && trustedNetworks.some(isLoopback))
  const stateOf = (name: string) => statuses.find((status) => status.name === name)
  const open = own.find(({ name }) => stateOf(name)?.state === 'listening')
  if (open)
    return (
      <p>
        {t('Programs on this computer may send already: server {host}, port {port}, without sign-in.', {
          host: LOOPBACK_HOSTS.includes(open.host) ? open.host : '127.0.0.1',
          port: String(stateOf(open.name)?.port ?? open.port),
        })}
      </p>
    )
  const failed = own.map(({ name }) => stateOf(name)).find((status) => status?.state === 'failed')
  return failed ? (
    <Notice tone="warn">
      <p>{failed.problem ?? t('The listener “{name}” is not running.', { name: failed.name })}</p>
      <p>
        <LinkButton href={hrefOf('settings', { item: failed.name, params: { section: 'listeners' } })}>
          {t('Choose another port')}
        </LinkButton>
      </p>
    </Notice>
  ) : null
}

const NO_STATUS: readonly ListenerStatus[] = []
const LOOPBACK_HOSTS: readonly string[] = ['127.0.0.1', '::1']

function isLoopback(network: string): boolean {
  return network.startsWith('127.') || network.startsWith('::1')
}

function officePlan(
  facts: SetupFacts,
  home: SetupFacts['computer']['addresses'][number],
  domains: readonly string[],
) {
  const { address, network: range } = home
  const there = facts.listeners.find((listener) => fitsDevice(listener, NEED, address))
  const listener = there
    ? null
    : newListener(NEED, {
        serverAddress: address,
        hostname: facts.computer.hostname,
        listeners: facts.listeners,
        networks: facts.networks,
        usernames: [],
        ownCertificate: facts.ownCertificate,
        freePorts: facts.computer.ports.filter(({ free }) => free).map(({ port }) => port),
      })
  const senders = domains.map((domain) => `*@${domain}`)
  const known = facts.networks.some(({ addresses }) => addresses.includes(range))
  const taken = new Set(facts.networks.map(({ name }) => name))
  const name = taken.has(t('Office')) ? t('Office {network}', { network: range }) : t('Office')
  const network = known
    ? null
    : clientNetworkSchema.parse({ name, addresses: [range], allowedSenders: senders, allowedFrom: senders })
  return {
    listener,
    network,
    problem:
      !there && listener === null
        ? t('No usual mail port is free on this computer. Add a listener in Settings first.')
        : senders.length === 0
          ? t('Name your mail domains in the first step, so that nobody sends as somebody else.')
          : null,
    does: [
      ...(listener
        ? [
            t('Adds the listener “{name}” on {host}, port {port}.', {
              name: listener.name,
              host: listener.host,
              port: String(listener.port),
            }),
          ]
        : []),
      ...(network
        ? [
            t('Adds the network “{name}” ({range}), which may send as {senders}.', {
              name: network.name,
              range,
              senders: senders.join(', '),
            }),
          ]
        : []),
    ],
  }
}
