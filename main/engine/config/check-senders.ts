/** What the schema cannot say of named networks, accounts and tokens. Pure. */
import type { FieldIssue } from '../../../shared/contract/errors.ts'
import type { Config } from '../../../shared/domain/config.ts'
import { isVerifiable } from '../inbound/tokens/discover-keys.ts'

/** Addresses of networks may overlap: the narrowest one counts. */
export function checkSenders(config: Config): FieldIssue[] {
  return [
    ...config.networks.flatMap((_, index) => checkNetwork(config, index)),
    ...checkAppPasswords(config),
    ...checkTokenIssuer(config),
  ]
}

function checkNetwork({ networks, listeners }: Config, index: number): FieldIssue[] {
  const network = networks[index]
  if (!network) return []
  const issues: FieldIssue[] = []
  const path = ['networks', index]
  if (networks.findIndex(({ name }) => name === network.name) < index)
    issues.push({
      path: [...path, 'name'],
      message: `There is another network named "${network.name}": choose another name.`,
    })
  for (const [position, name] of network.listeners.entries())
    if (!listeners.some((listener) => listener.name === name))
      issues.push({
        path: [...path, 'listeners', position],
        message: `There is no listener "${name}": choose one that exists, or leave the list empty for all.`,
      })
  for (const [position, address] of network.addresses.entries())
    if (network.trusted && /\/0$/.test(address))
      issues.push({
        path: [...path, 'addresses', position],
        message: `${address} is the whole internet, which would make this an open relay: name your own networks, or do not trust this one.`,
      })
  return issues
}

function checkAppPasswords({ accounts }: Config): FieldIssue[] {
  return accounts.flatMap(({ appPasswords }, index) =>
    appPasswords.flatMap(({ name }, position) =>
      appPasswords.findIndex((other) => other.name === name) === position
        ? []
        : [
            {
              path: ['accounts', index, 'appPasswords', position, 'name'],
              message: `The account has another app password named "${name}": choose another name.`,
            },
          ],
    ),
  )
}

function checkTokenIssuer({ authentication: { tokens } }: Config): FieldIssue[] {
  if (!tokens || isVerifiable(tokens.issuer)) return []
  const message = 'The issuer has to be https: otherwise nobody knows whose keys it shows.'
  return [{ path: ['authentication', 'tokens', 'issuer'], message }]
}
