import { describe, expect, it, onTestFinished } from 'vitest'
import { OperationRunner } from '../../../main/engine/queue/operations/operation-runner.ts'
import type { BulkOperation, OperationView } from '../../../shared/contract/operations.ts'
import type { Selection } from '../../../shared/contract/queue.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { waitFor } from '../../support/wait-for.ts'
import { type Mail, SIMPLE, type TemporaryQueue, temporaryQueue } from './temporary-queue.ts'

const ALL: Selection = { kind: 'filter', filter: {} }
const WINDOW = 10_000

interface Site {
  readonly queue: TemporaryQueue
  readonly runner: OperationRunner
  readonly views: OperationView[]
  begin(
    kind: BulkOperation['kind'],
    options?: { undoWindow?: number; selection?: Selection },
  ): Promise<string>
  phase(id: string, phase: OperationView['phase']): Promise<OperationView>
  waiting(...mails: Mail[]): Promise<string[]>
}

async function site(options: Parameters<typeof temporaryQueue>[0] = {}): Promise<Site> {
  const queue = await temporaryQueue(options)
  const views: OperationView[] = []
  const runner = new OperationRunner({
    storage: queue.storage,
    hands: queue.queue.hands,
    clock: queue.clock,
    logger: queue.logger,
    newId: queue.newId,
    onChange: (changed) => views.push(...changed),
  })
  onTestFinished(() => runner.stop())
  await runner.start()
  return {
    queue,
    runner,
    views,
    async begin(kind, { undoWindow = WINDOW, selection = ALL } = {}) {
      const operation: BulkOperation = kind === 'reroute' ? { kind, route: 'mailboxes' } : { kind }
      return (await runner.begin(operation, selection, { undoWindow, actor: 'window' })).id
    },
    phase: (id, phase) =>
      waitFor(`${id} to be ${phase}`, async () => {
        const view = (await runner.list()).find((one) => one.id === id)
        return view?.phase === phase ? view : null
      }),
    async waiting(...mails) {
      queue.delivery.script = () => 'connection refused'
      const ids: string[] = []
      for (const mail of mails.length > 0 ? mails : [{ to: ['a@x.test'] }, { to: ['b@x.test'] }]) {
        const id = await queue.receive(mail)
        await queue.reaches(id, ...mail.to.map(() => 'deferred'))
        ids.push(id)
      }
      queue.delivery.script = () => '250 Taken'
      return ids
    },
  }
}

describe.each([
  ['delete', 'cancelled', 'Cancel'],
  ['bounce', 'bounced', 'AdminBounce'],
] as const)('%s with an undo window', (kind, end, event) => {
  it('keeps the mail from being sent, and does it when the window closes', async () => {
    const { queue, waiting, begin, phase } = await site()
    const [id = ''] = await waiting()
    const operation = await begin(kind)
    const view = await phase(operation, 'undoable')
    expect(view).toMatchObject({ selected: 2, done: 2, changed: 2, unchanged: 0 })
    expect((await queue.message(id)).message).toMatchObject({
      state: 'held',
      pending: { operationId: operation, operation: kind, at: view.undoUntil },
    })
    const tried = queue.delivery.attempts.length
    queue.clock.advance(WINDOW)
    await queue.reaches(id, end)
    await phase(operation, 'done')
    expect(queue.delivery.to('a@x.test')).toHaveLength(1)
    expect(tried).toBe(2)
    expect(await queue.kinds(id)).toEqual(['Reception', 'TransientFailure', 'Plan', event])
    expect((await queue.message(id)).message.pending).toBeNull()
  })

  it('puts everything back as it was when it is undone', async () => {
    const { queue, runner, waiting, begin, phase } = await site()
    const [id = ''] = await waiting()
    await queue.queue.operate('hold', { kind: 'ids', ids: [id] }, 'window')
    const before = await Promise.all((await queue.all()).map((one) => queue.message(one)))
    const operation = await begin(kind)
    await phase(operation, 'undoable')
    expect(await runner.undo(operation)).toMatchObject({ phase: 'undone', changed: 0, unchanged: 2 })
    const after = await Promise.all((await queue.all()).map((one) => queue.message(one)))
    expect(after.map(({ events: _, ...rest }) => rest)).toEqual(before.map(({ events: _, ...rest }) => rest))
    queue.clock.advance(WINDOW)
    await expect(runner.undo(operation)).rejects.toMatchObject({ code: 'CONFLICT' })
    expect((await queue.message(id)).recipients[0]?.state).toBe('held')
  })

  it('is done at once when the window is closed by hand', async () => {
    const { queue, runner, waiting, begin, phase } = await site()
    const [id = ''] = await waiting()
    const operation = await begin(kind)
    await phase(operation, 'undoable')
    expect(await runner.finish(operation)).toMatchObject({ phase: 'done', changed: 2 })
    await queue.reaches(id, end)
  })

  it('is carried out by the next run where the program was gone when the window closed', async () => {
    const first = await site()
    const [id = ''] = await first.waiting()
    const operation = await first.begin(kind)
    await first.phase(operation, 'undoable')
    await first.queue.close()
    first.queue.clock.advance(WINDOW + 1)
    const { folder, clock } = first.queue
    const second = await site({ folder, clock })
    await second.phase(operation, 'done')
    await second.queue.reaches(id, end)
  })

  it('leaves alone what is in flight, and what another operation has marked', async () => {
    const { queue, waiting, begin, phase, runner } = await site()
    const [id = ''] = await waiting()
    queue.delivery.script = () => null
    const flying = await queue.receive({ to: ['c@x.test'] })
    await queue.attempted('c@x.test')
    const one = await begin(kind, { selection: { kind: 'ids', ids: [id] } })
    await phase(one, 'undoable')
    const other = await begin('delete')
    expect(await phase(other, 'undoable')).toMatchObject({ changed: 1, unchanged: 2 })
    expect(await queue.queue.operate('release', ALL, 'cli')).toEqual({ changed: 0, unchanged: 3 })
    expect(await queue.queue.operate('delete', ALL, 'cli')).toEqual({ changed: 0, unchanged: 3 })
    const preview = await runner.preview({ kind: 'delete' }, ALL)
    expect(preview).toMatchObject({ selected: 3, applies: 0, recipients: 0 })
    expect(preview.notes).toHaveLength(2)
    ;(await queue.attempted('c@x.test')).answer('250 Taken')
    await queue.reaches(flying, 'delivered')
  })
})

it('an open window goes on over a restart', async () => {
  const first = await site()
  const [id = ''] = await first.waiting()
  const operation = await first.begin('delete')
  await first.phase(operation, 'undoable')
  await first.queue.close()
  const { folder, clock } = first.queue
  const second = await site({ folder, clock })
  expect((await second.queue.message(id)).message.pending?.operationId).toBe(operation)
  await second.runner.undo(operation)
  await second.queue.reaches(id, 'deferred')
})

it('one that the end of the program broke off leaves nothing marked', async () => {
  const first = await site()
  const [id = ''] = await first.waiting()
  const { storage, clock, folder } = first.queue
  const operation = first.queue.newId()
  await storage.addOperation({
    id: operation,
    operation: { kind: 'delete' },
    selection: ALL,
    actor: 'window',
    now: clock.now(),
    undoWindow: WINDOW,
  })
  await storage.operateSlice({ id: operation, ids: [id], filter: null, plan: true, now: clock.now() })
  await first.queue.close()
  const second = await site({ folder, clock })
  const view = await second.phase(operation, 'failed')
  expect(view.problem).toContain('as it was before')
  await second.queue.reaches(id, 'deferred')
})

describe('release with an undo window', () => {
  it('keeps the mail held until the window closes', async () => {
    const { queue, waiting, begin, phase } = await site()
    const [id = ''] = await waiting()
    await queue.queue.operate('hold', ALL, 'window')
    const operation = await begin('release')
    await phase(operation, 'undoable')
    expect((await queue.message(id)).message).toMatchObject({
      state: 'held',
      pending: { operation: 'release' },
    })
    queue.clock.advance(WINDOW)
    await queue.reaches(id, 'delivered')
    await phase(operation, 'done')
  })

  it('counts as unchanged what went another way meanwhile', async () => {
    const { queue, begin, phase } = await site({ config: { ...SIMPLE, rules: [] } })
    const id = await queue.receive({ to: ['a@x.test'] })
    await queue.reaches(id, 'held')
    const operation = await begin('release')
    await phase(operation, 'undoable')
    queue.delivery.script = () => '250 Taken'
    queue.config.change(SIMPLE)
    await queue.reaches(id, 'delivered')
    queue.clock.advance(WINDOW)
    expect(await phase(operation, 'done')).toMatchObject({ changed: 0, unchanged: 1 })
  })
})

it('mail that got a route while its deletion could be undone goes on after the undo', async () => {
  const { queue, runner, begin, phase } = await site({ config: { ...SIMPLE, rules: [] } })
  const id = await queue.receive({ to: ['a@x.test'] })
  await queue.reaches(id, 'held')
  const operation = await begin('delete')
  await phase(operation, 'undoable')
  queue.delivery.script = () => '250 Taken'
  queue.clock.advance(1)
  queue.config.change(SIMPLE)
  await runner.undo(operation)
  await queue.reaches(id, 'delivered')
})

it('a clock that was set back while the program was gone makes no window longer', async () => {
  const first = await site()
  const [id = ''] = await first.waiting()
  const operation = await first.begin('delete')
  await first.phase(operation, 'undoable')
  await first.queue.close()
  const { folder, clock } = first.queue
  const second = await site({ folder, clock: new FakeClock(clock.now() - 86_400_000) })
  second.queue.clock.advance(WINDOW)
  await second.phase(operation, 'done')
  await second.queue.reaches(id, 'cancelled')
})

it('only what can still be undone can be cancelled half-way without a trace, and the audit tells how it ended', async () => {
  const { queue, runner, waiting, begin, phase } = await site()
  const [id = ''] = await waiting()
  const operation = await begin('delete')
  await phase(operation, 'undoable')
  await runner.cancel(operation)
  await runner.undo(operation)
  const [entry] = await queue.storage.listAudit(1)
  expect(entry).toMatchObject({ action: 'queue delete', actor: 'window' })
  expect(entry?.detail).toMatchObject({ filter: {}, changed: 0, unchanged: 2, outcome: 'undone' })
  await queue.reaches(id, 'deferred')
})

it('progress is told as it goes, and the operation is listed afterwards', async () => {
  const { views, waiting, begin, phase } = await site()
  await waiting()
  const operation = await begin('hold')
  await phase(operation, 'done')
  const phases = new Set(views.filter(({ id }) => id === operation).map(({ phase: one }) => one))
  expect([...phases]).toEqual(['running', 'done'])
  expect(views.at(-1)).toMatchObject({ done: 2, changed: 2, selected: 2 })
})

describe('reroute', () => {
  it('sends waiting mail by the chosen route, whatever the rules say', async () => {
    const { queue, waiting, begin, phase } = await site()
    const [id = ''] = await waiting()
    const operation = await begin('reroute')
    await phase(operation, 'done')
    const { recipients } = await queue.reaches(id, 'delivered')
    expect(recipients[0]).toMatchObject({ route: 'mailboxes', forcedRoute: 'mailboxes' })
    const events = (await queue.message(id)).events
    expect(events.map(({ kind }) => kind)).toEqual(['Reception', 'TransientFailure', 'Redirect', 'Delivery'])
    expect(events.at(-1)).toMatchObject({ route: 'mailboxes', rule: null })
  })

  it('lets mail go on that is held for want of a route', async () => {
    const { queue, begin } = await site({ config: { ...SIMPLE, rules: [] } })
    queue.delivery.script = () => '250 Taken'
    const id = await queue.receive({ to: ['a@x.test'] })
    await queue.reaches(id, 'held')
    await begin('reroute')
    await queue.reaches(id, 'delivered')
  })

  it('gives the choice back to the rules when the route is gone, and the history says so', async () => {
    const { queue, waiting, begin, phase } = await site()
    const [id = ''] = await waiting()
    queue.delivery.script = () => 'connection refused'
    await phase(await begin('reroute'), 'done')
    await queue.reaches(id, 'deferred')
    const [provider] = SIMPLE.routes ?? []
    queue.config.change({
      ...SIMPLE,
      routes: provider ? [provider] : [],
      rules: SIMPLE.rules?.slice(1) ?? [],
    })
    const { events } = await waitFor('the route to be forgotten', async () => {
      const message = await queue.message(id)
      return message.recipients[0]?.forcedRoute === null ? message : null
    })
    expect(events.at(-1)).toMatchObject({ kind: 'Redirect', route: null })
    expect(events.at(-1)?.note).toContain('"mailboxes"')
  })
})
