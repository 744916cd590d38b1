/** What the schema cannot say of local mail: that its addresses are local, unique, and lead somewhere. Pure. */
import type { FieldIssue } from '../../../shared/contract/errors.ts'
import { domainOf } from '../../../shared/domain/address.ts'
import type { Config } from '../../../shared/domain/config.ts'
import { asciiDomain } from '../inbound/admission.ts'
import { findLocal } from './find-local.ts'
import { addressKey, type LocalConfig } from './local-directory.ts'

export function checkLocalMail(config: Config): FieldIssue[] {
  const { mailboxes, aliases, catchAll } = config.localMail
  if (mailboxes.length + aliases.length + catchAll.length === 0) return []
  const local: LocalConfig = { ...config, postmaster: config.postmaster ?? '' }
  return [
    ...checkLocality(config),
    ...checkUnique(config),
    ...aliases.flatMap(({ members }, index) =>
      members.flatMap((member, position) =>
        leadsNowhere(local, member, ['localMail', 'aliases', index, 'members', position]),
      ),
    ),
    ...catchAll.flatMap(({ to }, index) => leadsNowhere(local, to, ['localMail', 'catchAll', index, 'to'])),
  ]
}

type Path = (string | number)[]

function checkLocality({ localDomains, localMail: { mailboxes, aliases, catchAll } }: Config): FieldIssue[] {
  const domains = new Set(localDomains.map(asciiDomain))
  const check = (domain: string, path: Path): FieldIssue[] =>
    domains.has(asciiDomain(domain))
      ? []
      : [{ path, message: `${domain} is not a local domain: add it to the local domains first.` }]
  return [
    ...mailboxes.flatMap(({ address }, index) =>
      check(domainOf(address), ['localMail', 'mailboxes', index, 'address']),
    ),
    ...aliases.flatMap(({ address }, index) =>
      check(domainOf(address), ['localMail', 'aliases', index, 'address']),
    ),
    ...catchAll.flatMap(({ domain }, index) => check(domain, ['localMail', 'catchAll', index, 'domain'])),
  ]
}

function checkUnique({ localMail: { mailboxes, aliases, catchAll } }: Config): FieldIssue[] {
  const names = [
    ...mailboxes.map(({ address }, index) => ({
      key: addressKey(address),
      path: ['mailboxes', index, 'address'],
    })),
    ...aliases.map(({ address }, index) => ({
      key: addressKey(address),
      path: ['aliases', index, 'address'],
    })),
    ...catchAll.map(({ domain }, index) => ({
      key: `@${asciiDomain(domain)}`,
      path: ['catchAll', index, 'domain'],
    })),
  ]
  const seen = new Set<string>()
  return names.flatMap(({ key, path }) => {
    if (!seen.has(key)) {
      seen.add(key)
      return []
    }
    const message = `${key.replace(/^@/, '')} is there twice, as a mailbox or an alias: remove one of them.`
    return [{ path: ['localMail', ...path], message }]
  })
}

/** Mail for a group must not come back because one of its members left. */
function leadsNowhere(config: LocalConfig, address: string, path: Path): FieldIssue[] {
  if (findLocal(config, address).kind !== 'unknown') return []
  const message = `There is no mailbox ${address}: add it, correct the address, or leave it out.`
  return [{ path, message }]
}
