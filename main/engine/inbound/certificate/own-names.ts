import { hostname, networkInterfaces } from 'node:os'

/** Names and addresses under which this computer is reached. */
export function ownNames(): string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    // Link-local addresses need a zone, which no certificate can name.
    .filter((entry) => !/^fe80:/i.test(entry.address) && !entry.address.startsWith('169.254.'))
    .map((entry) => entry.address)
  return [hostname(), 'localhost', ...addresses]
}
