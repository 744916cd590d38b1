import type { MessageDetail } from '../../../shared/domain/message.ts'
import { counted } from '../../format/quantity.ts'
import { setParams } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { LinkAction } from '../../ui/link-action.tsx'
import { Section } from '../../ui/section.tsx'
import { MessageFacts } from './message-facts.tsx'
import { MessageHistory } from './message-history.tsx'
import { MessageProblem } from './message-problem.tsx'
import { MessageRecipients } from './message-recipients.tsx'

/** More have a tab of their own. */
export const SHOWN_IN_JOURNEY = 5

/** Why it is where it is, who gets it, and everything that happened to it. */
export function MessageJourney({ detail }: { detail: MessageDetail }) {
  const { recipients } = detail
  const number = recipients.length
  const shown = recipients.slice(0, SHOWN_IN_JOURNEY)
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-6 p-4">
      <MessageProblem detail={detail} />
      <Section
        title={number === 1 ? t('Recipient') : counted(number, 'recipient')}
        aside={
          number > SHOWN_IN_JOURNEY && (
            <LinkAction onClick={() => setParams({ show: 'recipients' })}>{t('Show all')}</LinkAction>
          )
        }
      >
        <MessageRecipients id={detail.message.id} recipients={shown} inline />
      </Section>
      <Section title={t('History')}>
        <MessageHistory detail={detail} />
      </Section>
      <Section title={t('Details')}>
        <MessageFacts detail={detail} />
      </Section>
    </div>
  )
}
