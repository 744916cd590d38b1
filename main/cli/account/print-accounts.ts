import type { AccountListing } from '../../../shared/contract/accounts.ts'
import type { SendingLimits } from '../../../shared/domain/limits.ts'
import { formatTable, formatTime, plainText, printLine } from '../output.ts'

export function printAccounts(accounts: readonly AccountListing[]): void {
  const rows = accounts.map((account) => [
    plainText(account.username),
    stateOf(account),
    `${account.usage.messagesLastHour} in the last hour, ${account.usage.messagesLastDay} in the last day`,
    account.lastUsedAt === null ? 'never used' : `used ${formatTime(account.lastUsedAt)}`,
  ])
  for (const line of formatTable(rows)) printLine(line.trimEnd())
  if (accounts.length === 0) printLine('No accounts.')
}

export function printAccount(account: AccountListing): void {
  const { usage, limits } = account
  const rows = [
    ['state', stateOf(account)],
    ['senders', listOf(account.allowedSenders, 'none')],
    ['From', listOf(account.allowedFrom, 'none')],
    ['networks', listOf(account.allowedNetworks, 'everywhere')],
    [
      'messages',
      `${of(usage.messagesLastHour, limits, 'messagesPerHour')} in the last hour, ${of(usage.messagesLastDay, limits, 'messagesPerDay')} in the last day`,
    ],
    [
      'recipients',
      `${of(usage.recipientsLastHour, limits, 'recipientsPerHour')} in the last hour, ${of(usage.recipientsLastDay, limits, 'recipientsPerDay')} in the last day`,
    ],
    ['size', account.maxSize === undefined ? "the listener's limit" : `${account.maxSize} a message`],
    ['CRAM-MD5', account.cramMd5 ? 'on' : 'off'],
    ['used', account.lastUsedAt === null ? 'never' : formatTime(account.lastUsedAt)],
  ]
  printLine(plainText(account.username))
  for (const line of formatTable(rows)) printLine(plainText(`  ${line}`))
  for (const { id, name, lastUsedAt } of account.appPasswords)
    printLine(
      plainText(
        `  app password "${name}" (${id}): ${lastUsedAt === null ? 'never used' : `used ${formatTime(lastUsedAt)}`}`,
      ),
    )
}

function stateOf({ disabled, expiresAt, limitReached }: AccountListing): string {
  if (disabled) return 'disabled'
  if (expiresAt !== undefined && Date.parse(expiresAt) <= Date.now()) return `expired ${expiresAt}`
  if (limitReached !== null) return `limit reached: ${limitReached}`
  return expiresAt === undefined ? 'enabled' : `enabled until ${expiresAt}`
}

function listOf(patterns: readonly string[], none: string): string {
  return patterns.length === 0 ? none : patterns.join(', ')
}

function of(used: number, limits: SendingLimits, name: keyof SendingLimits): string {
  const limit = limits[name]
  return limit === undefined ? String(used) : `${used} of ${limit}`
}
