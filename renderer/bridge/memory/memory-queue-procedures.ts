import { implement } from '@orpc/server'
import { contract } from '../../../shared/contract/contract.ts'
import type { MemoryEngine } from './memory-engine.ts'
import { sampleAddress, sampleDetail } from './message-detail.ts'

const os = implement(contract)

export function queueProcedures(engine: MemoryEngine) {
  const session = (index: number) => engine.sessions[index]?.row.id ?? ''
  const none = { message: 'There is no message with that id.' }
  return {
    list: os.queue.list.handler(({ input }) =>
      engine.queue.page(input.filter, input.sort, input.cursor, input.limit),
    ),
    counts: os.queue.counts.handler(({ input }) => engine.queue.counts(input.filter)),
    get: os.queue.get.handler(({ input, errors }) => {
      const row = engine.queue.row(input.id)
      if (!row) throw errors.NOT_FOUND(none)
      const sessions = { inbound: session(0), outbound: session(row.state === 'deferred' ? 3 : 1) }
      return sampleDetail(row, sessions, engine.queue.marks.get(row.id))
    }),
    source: os.queue.source.handler(({ input, errors }) => {
      const row = engine.queue.row(input.id)
      if (!row) throw errors.NOT_FOUND(none)
      const text = `From: ${row.sender}\r\nTo: ${row.recipients.join(', ')}\r\nSubject: ${row.subject}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGood morning,\r\n\r\n<b>this stays text</b>, whatever it says.\r\n`
      return { base64: btoa(unescape(encodeURIComponent(text))), size: row.size, truncated: true }
    }),
    operate: os.queue.operate.handler(({ input }) => {
      const { rows, ...result } = engine.queue.operate(input.operation, input.selection)
      engine.publish({ messages: rows.slice(0, 200), more: rows.length > 200 })
      return result
    }),
    changeRecipient: os.queue.changeRecipient.handler(({ input, errors }) => {
      const row = engine.queue.row(input.id)
      if (!row || input.number > row.recipientCount) throw errors.NOT_FOUND(none)
      if (row.openCount === 0 || row.state === 'active')
        throw errors.CONFLICT({
          message: 'An attempt is going on, or this recipient is done: its address stays.',
        })
      const marks = engine.queue.marks.get(row.id) ?? {}
      const index = input.number - 1
      const from = marks.addresses?.[input.number]?.to ?? row.recipients[index] ?? sampleAddress(input.number)
      const addresses = { ...marks.addresses, [input.number]: { from, to: input.address } }
      engine.queue.marks.set(row.id, { ...marks, addresses })
      const recipients = row.recipients.map((address, place) => (place === index ? input.address : address))
      const next = { ...row, recipients }
      engine.queue.replace(next)
      engine.publish({ messages: [next] })
      return {}
    }),
    submit: os.queue.submit.handler(() => ({ id: engine.queue.at(0).id })),
    pause: os.queue.pause.handler(({ input }) => {
      if (input.route === null) engine.pauses.queue = input.paused
      else
        engine.pauses.routes = [
          ...engine.pauses.routes.filter((name) => name !== input.route),
          ...(input.paused ? [input.route] : []),
        ]
      engine.publish({})
      return { queue: engine.pauses.queue, routes: [...engine.pauses.routes] }
    }),
  }
}
