/** The conditions of a relay rule: their words, the form they are edited in, and what a new one begins with. */

import type { RuleMatch } from '../../../shared/domain/rule.ts'
import { t } from '../../text/t.ts'

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

export const conditions = (): readonly Condition[] => [
  {
    key: 'recipientDomains',
    label: t('Recipient domain'),
    form: 'tokens',
    placeholder: t('office.example *.office.example'),
  },
  {
    key: 'recipients',
    label: t('Recipient'),
    form: 'tokens',
    placeholder: 'tom@office.example',
  },
  {
    key: 'senders',
    label: t('Sender (envelope)'),
    form: 'tokens',
    placeholder: '*@office.example',
  },
  {
    key: 'headerFrom',
    label: t('From address'),
    form: 'tokens',
    placeholder: '*@office.example',
  },
  {
    key: 'subject',
    label: t('Subject'),
    form: 'names',
    placeholder: t('*invoice*'),
  },
  {
    key: 'headers',
    label: t('Header field'),
    form: 'headers',
    begin: [{ name: '', value: '' }],
  },
  {
    key: 'hasAttachment',
    label: t('Attachment'),
    form: 'yes-no',
    choices: [t('It has an attachment'), t('It has none')],
    begin: true,
  },
  {
    key: 'deliveryReport',
    label: t('Delivery report'),
    form: 'yes-no',
    choices: [t('It is a bounce or another report'), t('It is no report')],
    begin: true,
  },
  {
    key: 'minSize',
    label: t('At least as large as'),
    form: 'size',
    placeholder: t('20MiB'),
  },
  {
    key: 'maxSize',
    label: t('At most as large as'),
    form: 'size',
    placeholder: t('512KiB'),
  },
  {
    key: 'accounts',
    label: t('Account'),
    form: 'tokens',
    placeholder: t('scanner'),
  },
  {
    key: 'authenticated',
    label: t('Signed in'),
    form: 'yes-no',
    choices: [t('The client signed in'), t('The client did not sign in')],
    begin: true,
  },
  {
    key: 'networks',
    label: t('Named network'),
    form: 'names',
    placeholder: t('Copiers'),
  },
  {
    key: 'clientNetworks',
    label: t('Client address'),
    form: 'tokens',
    placeholder: '192.168.1.0/24',
  },
  {
    key: 'listeners',
    label: t('Listener'),
    form: 'names',
    placeholder: t('local'),
  },
  {
    key: 'tls',
    label: t('TLS'),
    form: 'yes-no',
    choices: [t('It came over TLS'), t('It came without TLS')],
    begin: true,
  },
  {
    key: 'received',
    label: t('Time of day and week'),
    form: 'times',
    begin: [WORK_HOURS],
  },
  {
    key: 'spf',
    label: t('SPF result'),
    form: 'results',
    begin: ['fail', 'softfail'],
  },
  {
    key: 'dkim',
    label: t('DKIM result'),
    form: 'results',
    begin: ['fail'],
  },
  {
    key: 'dmarc',
    label: t('DMARC result'),
    form: 'results',
    begin: ['fail'],
  },
]

export const results = () =>
  [
    {
      value: 'pass',
      label: t('pass'),
    },
    {
      value: 'fail',
      label: t('fail'),
    },
    {
      value: 'softfail',
      label: t('softfail'),
    },
    {
      value: 'neutral',
      label: t('neutral'),
    },
    {
      value: 'none',
      label: t('none'),
    },
    {
      value: 'policy',
      label: t('policy'),
    },
    {
      value: 'temperror',
      label: t('temperror'),
    },
    {
      value: 'permerror',
      label: t('permerror'),
    },
  ] as const

export const days = () =>
  [
    {
      value: 'mon',
      label: t('Mon'),
    },
    {
      value: 'tue',
      label: t('Tue'),
    },
    {
      value: 'wed',
      label: t('Wed'),
    },
    {
      value: 'thu',
      label: t('Thu'),
    },
    {
      value: 'fri',
      label: t('Fri'),
    },
    {
      value: 'sat',
      label: t('Sat'),
    },
    {
      value: 'sun',
      label: t('Sun'),
    },
  ] as const
