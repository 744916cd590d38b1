import type { AccountListing } from '../../../shared/contract/accounts.ts'
import { count } from '../../format/quantity.ts'
import { t } from '../../text/t.ts'
import { FormGroup } from '../../ui/form-group.tsx'
import { Meter } from '../../ui/meter.tsx'

/** How much of each limit is used just now; nothing where there is none. */
export function AccountMeters({ usage, limits }: Pick<AccountListing, 'usage' | 'limits'>) {
  const meters = [
    { label: t('Messages in an hour'), used: usage.messagesLastHour, limit: limits.messagesPerHour },
    { label: t('Messages in a day'), used: usage.messagesLastDay, limit: limits.messagesPerDay },
    { label: t('Recipients in an hour'), used: usage.recipientsLastHour, limit: limits.recipientsPerHour },
    { label: t('Recipients in a day'), used: usage.recipientsLastDay, limit: limits.recipientsPerDay },
  ].filter((meter): meter is typeof meter & { limit: number } => meter.limit !== undefined)
  if (meters.length === 0) return null
  return (
    <FormGroup title={t('Limits in use')}>
      {meters.map(({ label, used, limit }) => (
        <Meter
          key={label}
          label={label}
          used={used}
          limit={limit}
          text={t('{used} of {limit}', { used: count(used), limit: count(limit) })}
        />
      ))}
    </FormGroup>
  )
}
