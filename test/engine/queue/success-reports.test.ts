import { describe, expect, it } from 'vitest'
import type { RecipientOutcome } from '../../../main/engine/delivery/delivery.ts'
import { findExpansions } from '../../../main/engine/queue/reports/report-expansion.ts'
import { readDeliveryReport } from '../../support/delivery-report.ts'
import { waitFor } from '../../support/wait-for.ts'
import type { ScriptedDelivery } from './scripted-delivery.ts'
import { type Mail, newMessage, type TemporaryQueue, temporaryQueue } from './temporary-queue.ts'

const SENDER = 'scanner@office.test'
const SUCCESS: Mail = { to: ['a@x.test', 'b@x.test'], notify: ['success', 'failure'] }

/** What the next hop knows of DSN; the sender's mailbox takes reports when the test says so. */
function deliverTo(delivery: ScriptedDelivery, nextHopKnowsDsn: boolean | undefined): void {
  delivery.script = (address) => (address === SENDER ? null : '250 2.0.0 Taken')
  const deliver = delivery.deliver.bind(delivery)
  delivery.deliver = (request, onOutcome) =>
    deliver(request, (outcomes) =>
      onOutcome(
        outcomes.map(
          (one): RecipientOutcome =>
            one.kind === 'delivered' && nextHopKnowsDsn !== undefined ? { ...one, nextHopKnowsDsn } : one,
        ),
      ),
    )
}

async function reportTo(queue: TemporaryQueue) {
  const { request } = await queue.attempted(SENDER)
  const { content } = await queue.storage.readBody(request.message, 100_000)
  return readDeliveryReport(content)
}

describe('NOTIFY=SUCCESS', () => {
  it('is answered by a report, when the mailbox has it: one for all recipients', async () => {
    const queue = await temporaryQueue()
    deliverTo(queue.delivery, undefined)
    const id = await queue.receive({ ...SUCCESS, envid: 'QQ314' })
    const { email, text, message, recipients, original } = await reportTo(queue)
    expect(email.subject).toBe('Delivered: Scan 7')
    expect(text).toContain('It is in the mailbox.')
    expect(message.get('original-envelope-id')).toBe('QQ314')
    expect(recipients.map((fields) => [fields.get('final-recipient'), fields.get('action')])).toEqual([
      ['rfc822; a@x.test', 'delivered'],
      ['rfc822; b@x.test', 'delivered'],
    ])
    expect(original).toMatchObject({ type: 'text/rfc822-headers' })
    expect(original?.content).toContain('Message-ID: <scan7@office.test>')
    const { events } = await queue.message(id)
    expect(events.at(-1)).toMatchObject({ kind: 'Delivery', note: `The sender is told: ${SENDER}` })
    expect(await queue.all()).toHaveLength(2)
  })

  it('is answered with relayed, where the next hop knows no DSN', async () => {
    const queue = await temporaryQueue()
    deliverTo(queue.delivery, false)
    await queue.receive(SUCCESS)
    const { email, recipients } = await reportTo(queue)
    expect(email.subject).toBe('Passed on: Scan 7')
    expect(recipients.map((fields) => fields.get('action'))).toEqual(['relayed', 'relayed'])
    expect(recipients[0]?.get('status')).toBe('2.0.0')
    expect(recipients[0]?.get('remote-mta')).toBe('dns; mx1.next.test')
  })

  it('is the duty of a next hop that knows DSN', async () => {
    const queue = await temporaryQueue()
    deliverTo(queue.delivery, true)
    const id = await queue.receive(SUCCESS)
    const { events } = await queue.reaches(id, 'delivered', 'delivered')
    expect(events.at(-1)?.note).toBe('The next server tells the sender of the delivery.')
    expect(await queue.all()).toEqual([id])
  })

  it('returns the header alone, whatever RET says', async () => {
    const queue = await temporaryQueue()
    deliverTo(queue.delivery, undefined)
    await queue.receive({ ...SUCCESS, ret: 'full' })
    expect((await reportTo(queue)).original?.type).toBe('text/rfc822-headers')
  })

  it('makes a report of its own beside that of a failure', async () => {
    const queue = await temporaryQueue()
    deliverTo(queue.delivery, undefined)
    queue.delivery.script = (address) =>
      address === SENDER ? null : address === 'a@x.test' ? '550 5.1.1 No such user' : '250 Taken'
    await queue.receive(SUCCESS)
    await queue.attempted(SENDER, 2)
    const subjects = await Promise.all(
      queue.delivery
        .to(SENDER)
        .map(async ({ request }) => (await queue.message(request.message)).message.subject),
    )
    expect(subjects.sort()).toEqual(['Delivered: Scan 7', 'Not delivered: Scan 7'])
  })

  it('is not answered where nobody asked, nor for a report', async () => {
    const queue = await temporaryQueue()
    deliverTo(queue.delivery, undefined)
    for (const mail of [
      { notify: ['failure' as const] },
      { notify: null },
      { notify: ['success' as const], sender: '' },
    ])
      await queue.receive({ to: ['a@x.test'], ...mail })
    await waitFor('all to be delivered', async () => (await queue.storage.countMessages({})).delivered === 3)
    expect(await queue.all()).toHaveLength(3)
  })
})

describe('a group with NOTIFY=SUCCESS', () => {
  const group = (mail: Partial<Mail> = {}) => {
    const message = newMessage('01ABCDEFGHK', 0, { ...SUCCESS, ...mail })
    const recipients = message.recipients.map((one) => ({ ...one, expandedFrom: 'team@office.test' }))
    return { ...message, recipients }
  }

  it('is reported as expanded at reception, and its members go on without that wish (RFC 3461 §5.2.7.2)', async () => {
    const queue = await temporaryQueue()
    deliverTo(queue.delivery, undefined)
    await queue.queue.receive({ ...group(), id: queue.newId(), receivedAt: queue.clock.now() })
    const { recipients, text } = await reportTo(queue)
    expect(recipients).toHaveLength(1)
    expect(recipients[0]?.get('final-recipient')).toBe('rfc822; team@office.test')
    expect(recipients[0]?.get('action')).toBe('expanded')
    expect(text).toContain('members of this group')
    const [id = ''] = await queue.all()
    expect(
      (await queue.reaches(id, 'delivered', 'delivered')).recipients.map(({ notify }) => notify),
    ).toEqual([['failure'], ['failure']])
    expect(await queue.all()).toHaveLength(2)
  })

  it('leaves NEVER where success was all that was asked for', () => {
    const expansions = findExpansions(group({ notify: ['success'] }))
    expect(expansions?.message.recipients.map(({ notify }) => notify)).toEqual([['never'], ['never']])
  })

  it('that nobody asked about is left as it is, and so is an alias of one', () => {
    expect(findExpansions(group({ notify: ['failure'] }))).toBeNull()
    expect(findExpansions(newMessage('01ABCDEFGHK', 0, SUCCESS))).toBeNull()
  })
})
