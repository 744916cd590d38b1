import { useMutation } from '@tanstack/react-query'
import type { Diagnosis } from '../../../shared/devices/diagnose.ts'
import type { DevicePlan } from '../../../shared/devices/plan-device.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { DeviceWatch } from '../../devices/device-watch.tsx'
import { mendedNetwork } from '../../devices/mended-network.ts'
import { problemText } from '../../forms/server-issues.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { notify } from '../../ui/toasts.tsx'
import type { DeviceChoice } from './device-choice.ts'

/** The watch over a device that was just made, with the buttons that mend what is set here. */
export function FirstConnection({ choice, plan }: { choice: DeviceChoice; plan: DevicePlan }) {
  const { client } = useEngine()
  const networkName =
    plan.network === null ? null : plan.network.kind === 'add' ? plan.network.item.name : plan.network.name
  const mend = useMutation({
    mutationFn: async (diagnosis: Diagnosis) => {
      const network = (await client.networks.list()).find(({ name }) => name === networkName)
      const item = network && mendedNetwork(network, diagnosis.remedy)
      if (network && item) await client.networks.update({ name: network.name, item })
    },
    onSuccess: () => notify({ text: t('Changed. Send a test from the device again.') }),
    onError: (error) => notify({ text: problemText(error), tone: 'problem' }),
  })
  const textOf = (field: string) => plan.values.find((each) => each.field === field)?.value ?? null
  const port = plan.listener.kind === 'there' ? null : plan.listener.item.port
  return (
    <DeviceWatch
      device={{
        client: choice.place === 'this-computer' ? '127.0.0.1' : choice.clientAddress.trim() || null,
        username: textOf('username'),
      }}
      expected={{
        tls: choice.tls,
        auth: choice.auth,
        server: textOf('server') ?? choice.serverAddress,
        port: port ?? Number(textOf('port') ?? 0),
        sender: choice.sender,
        username: textOf('username'),
      }}
      remedyOf={(diagnosis) => {
        const { remedy } = diagnosis
        if (networkName === null || remedy === null || remedy.kind === 'session') return null
        return (
          <Button look="primary" busy={mend.isPending} onClick={() => mend.mutate(diagnosis)}>
            {remedy.kind === 'allow-sender'
              ? t('Allow {sender}', { sender: remedy.sender })
              : t('Allow it for this device')}
          </Button>
        )
      }}
    />
  )
}
