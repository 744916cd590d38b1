/** Every setting with the words that people look for it by; for the search here and the command palette. */
import type { Target } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { type SettingsSection, sectionLabel } from './settings-section.ts'

export interface SettingEntry {
  readonly section: SettingsSection
  /** Name of the field in the section's form; '' is the section itself. */
  readonly field: string
  readonly label: string
  /** Further words, not shown. */
  readonly words: string
}

/** With `listener`, fields of listeners lead into that one: they are in its inspector. */
export function placeOf({ section, field }: SettingEntry, listener: string | null = null): Target {
  const params = field === '' ? { section } : { section, field }
  return section === 'listeners' && field !== '' ? { item: listener ?? 'new', params } : { params }
}

/** Best first: labels that begin with the text, labels with all of its words, then those where other words help. */
export function findSettings(entries: readonly SettingEntry[], text: string): SettingEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const rank = ({ label, words: more, section }: SettingEntry): number => {
    const shown = label.toLowerCase()
    if (shown.startsWith(words.join(' '))) return 0
    if (words.every((word) => beginsIn(shown, word))) return 1
    const all = `${shown} ${more} ${sectionLabel(section)}`.toLowerCase()
    return words.every((word) => beginsIn(all, word)) ? 2 : 3
  }
  return entries
    .map((entry) => ({ entry, rank: rank(entry) }))
    .filter((one) => one.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry)
}

/** "port" begins a word of "Trusted port", not of "Export". */
function beginsIn(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return true
  return false
}

/** Texts are looked up at each call: the language may change. */
export function settingsIndex(hasDesktop: boolean): SettingEntry[] {
  const entry = (section: SettingsSection, field: string, label: string, words = ''): SettingEntry => ({
    section,
    field,
    label,
    words,
  })
  return [
    entry('general', 'hostname', t('Host name'), t('server name greeting helo ehlo fqdn')),
    entry('general', 'postmaster', t('Postmaster'), t('administrator address reports')),
    entry('listeners', '', t('Listeners'), t('smtp server ports submission')),
    entry('listeners', 'port', t('Port'), t('25 465 587 2525 listener')),
    entry('listeners', 'host', t('Address'), t('bind interface ip listener')),
    entry('listeners', 'tls', t('TLS'), t('starttls ssl encryption listener')),
    entry('listeners', 'auth', t('Sign-in'), t('auth login password smtp listener')),
    entry('listeners', 'authInClear', t('Sign-in without TLS'), t('plain old device listener')),
    entry('listeners', 'trustedNetworks', t('Trusted networks'), t('relay lan subnet ip allow listener')),
    entry('listeners', 'maxSize', t('Message size'), t('limit large attachment mib listener')),
    entry('listeners', 'maxRecipients', t('Recipients of a message'), t('limit listener')),
    entry('listeners', 'maxConnections', t('Connections'), t('limit simultaneous listener')),
    entry('listeners', 'longLines', t('Lines over 1,000 octets'), t('fold long listener')),
    entry('certificate', 'kind', t('Certificate'), t('tls ssl x509 pem pfx pkcs12 own ca')),
    entry('certificate', '', t('Export the CA'), t('trust root device install authority fingerprint')),
    entry('dns', 'dnsServers', t('DNS servers'), t('resolver nameserver mx')),
    entry('dns', '', t('Try a look-up'), t('test dns mx nslookup dig')),
    entry('local', 'localDomains', t('Local domains'), t('own domain accept inbound')),
    entry('local', 'localMail.mailboxes', t('Mailboxes'), t('user address inbox maildir')),
    entry('local', 'localMail.quota', t('Quota of a mailbox'), t('size limit full')),
    entry('local', 'localMail.aliases', t('Aliases and groups'), t('forward distribution list')),
    entry('local', 'localMail.catchAll', t('Other addresses'), t('catch-all unknown')),
    entry('local', 'localMail.subaddressSeparator', t('Sub-addresses'), t('plus tag')),
    entry('local', 'localMail.verify', t('Answer VRFY and EXPN'), t('verify expand')),
    entry('dkim', '', t('DKIM keys'), t('sign signature domain selector dns')),
    entry(
      'limits',
      'limits.perClient.connectionsPerMinute',
      t('Limits of each client'),
      t('rate flood minute'),
    ),
    entry(
      'limits',
      'limits.overall.connectionsPerMinute',
      t('Limits of all together'),
      t('rate flood minute'),
    ),
    entry('limits', 'limits.signIn.failures', t('Failed sign-ins'), t('lock brute force password')),
    entry('limits', 'checkAuthentication', t('Check SPF, DKIM and DMARC'), t('inbound outside verify')),
    entry('limits', 'tokenIssuer', t('Accept tokens'), t('oauth oidc xoauth2 oauthbearer')),
    entry('retry', 'retry.schedule', t('Wait before each next attempt'), t('retry delay backoff deferred')),
    entry('retry', 'retry.expireAfter', t('Give up after'), t('expire bounce days queue lifetime')),
    entry(
      'retry',
      'retry.delayNoticeAfter',
      t('Tell the sender of a delay after'),
      t('warning notice delayed'),
    ),
    entry('retention', 'retention.history', t('Keep the history for'), t('delete old log days')),
    entry('retention', 'retention.bodies', t('Keep the message itself for'), t('body content archive')),
    entry('retention', 'retention.sessions.age', t('Keep sessions for'), t('transcript conversation log')),
    entry('retention', '', t('What takes room'), t('disk usage space storage size')),
    entry('backup', '', t('Back up now'), t('save copy restore recover')),
    entry('backup', 'backups.every', t('Back up by itself'), t('schedule automatic daily')),
    entry('backup', 'backups.keep', t('Backups to keep'), t('rotation old')),
    entry('transfer', '', t('Export the configuration'), t('import json move computer secrets passphrase')),
    entry('audit', '', t('Audit log'), t('who changed history changes')),
    ...(hasDesktop
      ? [entry('desktop', '', t('Desktop'), t('tray start login notifications updates close'))]
      : []),
  ]
}
