/** What carrying a plan out will create, before anything is changed. */
import { type DevicePlan, UNKNOWN_ADDRESS } from '../../shared/devices/plan-device.ts'
import { t } from '../text/t.ts'

export function planWords({ listener, network, account }: DevicePlan): string[] {
  return [
    listener.kind === 'add'
      ? t('Adds the listener “{name}” on {host}, port {port}.', {
          name: listener.item.name,
          host: listener.item.host,
          port: String(listener.item.port),
        })
      : t('Uses the listener “{name}”, which is there.', { name: listener.name }),
    ...(network === null
      ? []
      : network.kind === 'change'
        ? [t('Widens the network “{name}”, which has this address.', { name: network.name })]
        : network.kind === 'add'
          ? [
              t('Adds the network “{name}” with {addresses}.', {
                name: network.item.name,
                addresses: network.item.addresses.includes(UNKNOWN_ADDRESS)
                  ? t('the address of the device')
                  : network.item.addresses.join(', '),
              }),
            ]
          : []),
    ...(account === null
      ? []
      : account.kind === 'add'
        ? [t('Adds the account “{name}” with a password of its own.', { name: account.item.username })]
        : [t('Makes an app password in the account “{name}”.', { name: account.name })]),
  ]
}
