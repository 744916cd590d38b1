/** The options that say what an account may, and what they make of its rights. */
import { type Command, InvalidArgumentError } from 'commander'
import type { AccountView, NewAccount } from '../../../shared/contract/accounts.ts'
import type { SendingLimits } from '../../../shared/domain/limits.ts'

export interface RightsOptions {
  readonly senders?: string[]
  readonly from?: string[]
  readonly networks?: string[]
  /** null: no limit. */
  readonly messagesPerHour?: number | null
  readonly messagesPerDay?: number | null
  readonly recipientsPerHour?: number | null
  readonly recipientsPerDay?: number | null
  readonly maxSize?: string | null
  readonly expires?: string | null
  readonly disable?: boolean
  readonly enable?: boolean
  readonly cramMd5?: boolean
}

export function addRightsOptions(command: Command): Command {
  return command
    .option(
      '--senders <patterns>',
      'envelope senders, separated by commas: "*@office.example"; "" none',
      toList,
    )
    .option('--from <patterns>', 'addresses in the From field, likewise', toList)
    .option('--networks <addresses>', 'where it may sign in from, separated by commas; "" everywhere', toList)
    .option('--messages-per-hour <count>', 'or "none"', toLimit)
    .option('--messages-per-day <count>', 'or "none"', toLimit)
    .option('--recipients-per-hour <count>', 'or "none"', toLimit)
    .option('--recipients-per-day <count>', 'or "none"', toLimit)
    .option('--max-size <size>', 'of one message: "10MiB", or "none"', orNothing)
    .option('--expires <date>', 'last day (2027-01-31), moment (2027-01-31T12:00:00Z) or "never"', toExpiry)
    .option('--disable', 'it cannot sign in')
    .option('--enable', 'it can again')
    .option('--cram-md5', 'keep a recoverable password for CRAM-MD5')
    .option('--no-cram-md5', 'keep a hash only')
}

/** What the options leave out stays as it was. */
export function withRights(
  before: Partial<AccountView>,
  options: RightsOptions,
): Omit<NewAccount, 'username'> {
  const maxSize = options.maxSize === undefined ? before.maxSize : (options.maxSize ?? undefined)
  const expiresAt = options.expires === undefined ? before.expiresAt : (options.expires ?? undefined)
  return {
    allowedSenders: options.senders ?? before.allowedSenders ?? ['*'],
    allowedFrom: options.from ?? before.allowedFrom ?? ['*'],
    allowedNetworks: options.networks ?? before.allowedNetworks ?? [],
    limits: withLimits(before.limits ?? {}, options),
    ...(maxSize === undefined ? {} : { maxSize }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    disabled: options.disable ? true : options.enable ? false : (before.disabled ?? false),
    cramMd5: options.cramMd5 ?? before.cramMd5 ?? false,
  }
}

const LIMITS = ['messagesPerHour', 'messagesPerDay', 'recipientsPerHour', 'recipientsPerDay'] as const

function withLimits(before: SendingLimits, options: RightsOptions): SendingLimits {
  const limits = { ...before }
  for (const name of LIMITS) {
    const limit = options[name]
    if (limit === null) delete limits[name]
    else if (limit !== undefined) limits[name] = limit
  }
  return limits
}

function toList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function toLimit(text: string): number | null {
  if (text === 'none') return null
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new InvalidArgumentError('Write a whole number, 1 or more, or "none".')
  return Number(text)
}

function orNothing(text: string): string | null {
  return text === 'none' ? null : text
}

/** A day counts to its end, in this computer's time zone. */
function toExpiry(text: string): string | null {
  if (text === 'never') return null
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  const [, year, month, date] = (day ?? []).map(Number)
  const moment =
    year !== undefined && month !== undefined && date !== undefined
      ? new Date(year, month - 1, date + 1)
      : new Date(text)
  if (Number.isNaN(moment.getTime()))
    throw new InvalidArgumentError('Write a day such as 2027-01-31, a moment with its zone, or "never".')
  return moment.toISOString()
}
