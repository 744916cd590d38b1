import { matchesWildcard } from './address.ts'

/** A host stands as "mx1.provider.test [192.0.2.7]": the pattern is of its name, of its address, or of all of it. */
export function matchesHost(pattern: string, host: string): boolean {
  const [name = '', address = ''] = host.split(' ')
  return [host, name, address.replace(/^\[|\]$/g, '')].some((one) => matchesWildcard(pattern, one))
}
