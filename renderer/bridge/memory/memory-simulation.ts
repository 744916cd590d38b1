import { implement } from '@orpc/server'
import { contract } from '../../../shared/contract/contract.ts'
import type { SimulatedRecipient } from '../../../shared/contract/rules.ts'
import type { MemoryEngine } from './memory-engine.ts'

const os = implement(contract)

/** Not the engine's evaluation, which lives in the engine: an answer of the right shape, the last rule deciding. */
export function simulation(engine: MemoryEngine) {
  return os.rules.simulate.handler(({ input }) => {
    const mail =
      input.kind === 'mail' ? input.mail : { sender: 'scanner@office.test', recipients: ['anna@office.test'] }
    const last = engine.config.rules.at(-1)
    const route = last?.action.kind === 'route' ? last.action.route : null
    const recipients = mail.recipients.map(
      (recipient): SimulatedRecipient => ({
        recipient,
        expandedTo: recipient,
        admission: recipient.startsWith('nobody@')
          ? { accepted: false, text: `550 5.1.1 There is no mailbox <${recipient}>` }
          : { accepted: true, text: `250 2.1.5 Recipient <${recipient}> is fine` },
        verdicts: engine.config.rules.map((rule) =>
          rule === last
            ? { rule: rule.name, kind: 'matches', condition: null }
            : { rule: rule.name, kind: rule.enabled ? 'differs' : 'disabled', condition: 'recipientDomains' },
        ),
        decision: {
          kind: route === null ? 'no-match' : 'route',
          rule: last?.name ?? null,
          route,
          text: route === null ? 'No rule matches: the mail is held.' : `It takes the route “${route}”.`,
        },
        changes: recipient.startsWith('sales@')
          ? [{ rule: last?.name ?? '', text: 'From becomes relay@office.test.' }]
          : [],
        envelope: { sender: mail.sender, recipient },
      }),
    )
    return {
      sender: { accepted: true, text: `250 2.1.0 Sender <${mail.sender}> is fine` },
      client: 'trusted network office',
      limits: [],
      recipients,
    }
  })
}
