/** The conditions of a relay rule: their words, the form they are edited in, and what a new one begins with. */
import type { RuleMatch } from '../../../shared/domain/rule.ts'

export type ConditionForm = 'tokens' | 'names' | 'size' | 'yes-no' | 'times' | 'results' | 'headers'

export interface Condition {
  readonly key: keyof RuleMatch
  readonly label: string
  readonly form: ConditionForm
  readonly placeholder?: string
  /** For yes-no: what yes and no mean. */
  readonly choices?: readonly [yes: string, no: string]
  readonly begin?: unknown
}

const WORK_HOURS = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' }

export const CONDITIONS: readonly Condition[] = [
  {
    key: 'recipientDomains',
    label: 'Recipient domain',
    form: 'tokens',
    placeholder: 'office.example *.office.example',
  },
  { key: 'recipients', label: 'Recipient', form: 'tokens', placeholder: 'tom@office.example' },
  { key: 'senders', label: 'Sender (envelope)', form: 'tokens', placeholder: '*@office.example' },
  { key: 'headerFrom', label: 'From address', form: 'tokens', placeholder: '*@office.example' },
  { key: 'subject', label: 'Subject', form: 'names', placeholder: '*invoice*' },
  { key: 'headers', label: 'Header field', form: 'headers', begin: [{ name: '', value: '' }] },
  {
    key: 'hasAttachment',
    label: 'Attachment',
    form: 'yes-no',
    choices: ['It has an attachment', 'It has none'],
    begin: true,
  },
  {
    key: 'deliveryReport',
    label: 'Delivery report',
    form: 'yes-no',
    choices: ['It is a bounce or another report', 'It is no report'],
    begin: true,
  },
  { key: 'minSize', label: 'At least as large as', form: 'size', placeholder: '20MiB' },
  { key: 'maxSize', label: 'At most as large as', form: 'size', placeholder: '512KiB' },
  { key: 'accounts', label: 'Account', form: 'tokens', placeholder: 'scanner' },
  {
    key: 'authenticated',
    label: 'Signed in',
    form: 'yes-no',
    choices: ['The client signed in', 'The client did not sign in'],
    begin: true,
  },
  { key: 'networks', label: 'Named network', form: 'names', placeholder: 'Copiers' },
  { key: 'clientNetworks', label: 'Client address', form: 'tokens', placeholder: '192.168.1.0/24' },
  { key: 'listeners', label: 'Listener', form: 'names', placeholder: 'local' },
  {
    key: 'tls',
    label: 'TLS',
    form: 'yes-no',
    choices: ['It came over TLS', 'It came without TLS'],
    begin: true,
  },
  { key: 'received', label: 'Time of day and week', form: 'times', begin: [WORK_HOURS] },
  { key: 'spf', label: 'SPF result', form: 'results', begin: ['fail', 'softfail'] },
  { key: 'dkim', label: 'DKIM result', form: 'results', begin: ['fail'] },
  { key: 'dmarc', label: 'DMARC result', form: 'results', begin: ['fail'] },
]

export const RESULTS = [
  { value: 'pass', label: 'pass' },
  { value: 'fail', label: 'fail' },
  { value: 'softfail', label: 'softfail' },
  { value: 'neutral', label: 'neutral' },
  { value: 'none', label: 'none' },
  { value: 'policy', label: 'policy' },
  { value: 'temperror', label: 'temperror' },
  { value: 'permerror', label: 'permerror' },
] as const

export const DAYS = [
  { value: 'mon', label: 'Mon' },
  { value: 'tue', label: 'Tue' },
  { value: 'wed', label: 'Wed' },
  { value: 'thu', label: 'Thu' },
  { value: 'fri', label: 'Fri' },
  { value: 'sat', label: 'Sat' },
  { value: 'sun', label: 'Sun' },
] as const
