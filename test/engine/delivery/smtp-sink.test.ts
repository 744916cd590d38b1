import { Readable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { hasSmtpSink, SmtpSink } from '../../support/smtp-sink.ts'
import { route, TemporaryDelivery } from '../../support/temporary-delivery.ts'
import { waitFor } from '../../support/wait-for.ts'

const LINE = `${'x'.repeat(76)}\r\n`

test.skipIf(!hasSmtpSink()).each([
  ['as it is', []],
  ['without ESMTP', ['-e']],
  ['without pipelining', ['-p']],
  ['as LMTP', ['-L']],
])('smtp-sink %s takes a burst', { timeout: 60_000 }, async (_name, options) => {
  const sink = await SmtpSink.start(options)
  onTestFinished(() => sink.stop())
  const delivery = new TemporaryDelivery()
  const kind = options.includes('-L') ? 'lmtp' : 'smarthost'
  const target = route({
    name: 'sink',
    kind,
    host: '127.0.0.1',
    port: sink.port,
    ...(kind === 'smarthost' ? { tls: 'never' } : {}),
  })
  const outcomes = await Promise.all(
    Array.from({ length: 300 }, () =>
      delivery.deliver(target, { content: `Subject: x\r\n\r\n${LINE.repeat(50)}` }),
    ),
  )
  expect(outcomes.flat().filter((outcome) => outcome.kind === 'delivered')).toHaveLength(300)
  await delivery.delivery.stop(AbortSignal.timeout(5_000))
  expect(delivery.sessions.all().length).toBeLessThanOrEqual(5)
  await waitFor('the count of smtp-sink', () => sink.messages >= 300)
})

test.skipIf(!hasSmtpSink())('smtp-sink takes 20 MiB', { timeout: 60_000 }, async () => {
  const sink = await SmtpSink.start()
  onTestFinished(() => sink.stop())
  const block = Buffer.from(LINE.repeat(800))
  const blocks = Math.ceil((20 * 1024 ** 2) / block.length)
  const openBody = async () => Readable.from(Array.from({ length: blocks }, () => block))
  const [outcome] = await new TemporaryDelivery().deliver(
    route({ name: 'sink', kind: 'smarthost', host: '127.0.0.1', port: sink.port, tls: 'never' }),
    { openBody, size: blocks * block.length },
  )
  expect(outcome?.kind).toBe('delivered')
})
