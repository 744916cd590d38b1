import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { type EngineState, superviseEngine } from '../../main/electron/engine-supervisor.ts'
import type { FromEngine, ToEngine } from '../../main/engine-host/engine-messages.ts'
import type { EngineSummary } from '../../shared/desktop/engine-summary.ts'
import { FakeClock } from '../support/fake-clock.ts'

/** A process that does what the test says. */
class FakeChild extends EventEmitter {
  readonly received: { readonly message: ToEngine; readonly ports: readonly string[] }[] = []
  killed = false

  postMessage(message: ToEngine, transfer: string[] = []): void {
    this.received.push({ message, ports: transfer })
  }

  kill(): boolean {
    this.killed = true
    this.die()
    return true
  }

  say(message: FromEngine): void {
    this.emit('message', message)
  }

  die(): void {
    this.emit('exit', 1)
  }
}

function supervise() {
  const clock = new FakeClock()
  const children: FakeChild[] = []
  const states: EngineState[] = []
  const failures: string[] = []
  const crashLoops: number[] = []
  const problems: string[] = []
  const summaries: Array<EngineSummary | null> = []
  const supervisor = superviseEngine<string>({
    fork() {
      const child = new FakeChild()
      children.push(child)
      return child
    },
    folder: '/data',
    secrets: () => 'host',
    answerSecret: ({ id, text }) => ({ kind: 'secret', id, text: `sealed ${text}` }),
    onState: (state) => states.push(state),
    onProblem: ({ text }) => problems.push(text),
    onSummary: (summary) => summaries.push(summary),
    onCrashLoop: (deaths) => crashLoops.push(deaths),
    onStartFailure: (message) => failures.push(message),
    after: (milliseconds, callback) => clock.after(milliseconds, callback),
    now: () => clock.now(),
  })
  const last = () => {
    const child = children.at(-1)
    if (!child) throw new Error('no process was forked')
    return child
  }
  return { supervisor, clock, children, states, failures, crashLoops, problems, summaries, last }
}

const running: FromEngine = { kind: 'running', console: 'http://127.0.0.1:8025' }

test('starts the engine on its folder and hands ports over only while it runs', () => {
  const { supervisor, states, last } = supervise()
  supervisor.start()
  expect(last().received).toMatchObject([{ message: { kind: 'start', folder: '/data', secrets: 'host' } }])
  expect(supervisor.connect('too early')).toBe(false)
  last().say(running)
  expect(supervisor.connect('port')).toBe(true)
  expect(last().received.at(-1)).toEqual({ message: { kind: 'connect' }, ports: ['port'] })
  expect(states).toEqual(['starting', 'running'])
  expect(supervisor.console()).toBe('http://127.0.0.1:8025')
})

test('an engine that dies is started again, each time later, and soon again after it ran soundly', () => {
  const { supervisor, clock, children, states, last } = supervise()
  supervisor.start()
  const delays = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]
  for (const [index, delay] of delays.entries()) {
    last().die()
    clock.advance(delay - 1)
    expect(children).toHaveLength(index + 1)
    clock.advance(1)
    expect(children).toHaveLength(index + 2)
  }
  last().say(running)
  clock.advance(60_000)
  last().die()
  expect(supervisor.connect('port')).toBe(false)
  clock.advance(500)
  expect(children).toHaveLength(delays.length + 2)
  expect(states.slice(-3)).toEqual(['running', 'stopped', 'starting'])
})

test('an engine that cannot start says why, is ended, and is tried again', () => {
  const { supervisor, clock, children, failures, last } = supervise()
  supervisor.start()
  last().say({ kind: 'failed', message: 'The data folder is in use.' })
  expect(failures).toEqual(['The data folder is in use.'])
  expect(last().killed).toBe(true)
  clock.advance(500)
  expect(children).toHaveLength(2)
})

test('a crash loop is told once, at the third death in a row, and again only after a sound life', () => {
  const { supervisor, clock, crashLoops, last } = supervise()
  supervisor.start()
  const dieSoon = () => {
    last().say(running)
    last().die()
    clock.advance(30_000)
  }
  dieSoon()
  dieSoon()
  expect(crashLoops).toEqual([])
  for (let death = 0; death < 10; death++) dieSoon()
  expect(crashLoops).toEqual([3])
  last().say(running)
  clock.advance(60_000)
  for (let death = 0; death < 3; death++) dieSoon()
  expect(crashLoops).toEqual([3, 3])
})

test('an engine that says why it cannot start is no crash loop besides', () => {
  const { supervisor, clock, crashLoops, failures, last } = supervise()
  supervisor.start()
  for (let start = 0; start < 5; start++) {
    last().say({ kind: 'failed', message: 'The data folder is in use.' })
    clock.advance(30_000)
  }
  expect(failures).toHaveLength(5)
  expect(crashLoops).toEqual([])
})

test('answers requests for secrets and passes over what is no message', () => {
  const { supervisor, last } = supervise()
  supervisor.start()
  last().emit('message', { kind: 'nonsense' })
  last().emit('message', null)
  last().say({ kind: 'secret-request', id: 7, operation: 'seal', text: 'x' })
  expect(last().received.at(-1)?.message).toEqual({ kind: 'secret', id: 7, text: 'sealed x' })
})

test('stop asks in order, ends what takes longer than ten seconds, and starts nothing again', async () => {
  const { supervisor, clock, children, last } = supervise()
  supervisor.start()
  last().say(running)
  const stopped = supervisor.stop()
  expect(last().received.at(-1)?.message).toEqual({ kind: 'stop' })
  clock.advance(9_999)
  expect(last().killed).toBe(false)
  clock.advance(1)
  await stopped
  expect(last().killed).toBe(true)
  clock.advance(3_600_000)
  expect(children).toHaveLength(1)
})

test('what the engine finds worth saying reaches the desktop', () => {
  const { supervisor, problems, last } = supervise()
  supervisor.start()
  last().say(running)
  last().say({
    kind: 'problem',
    problem: {
      kind: 'sign-in',
      severity: 'problem',
      text: 'The sign-in of the route "office" ended.',
      subject: 'office',
    },
  })
  expect(problems).toEqual(['The sign-in of the route "office" ended.'])
})

test('the tray hears how it stands, and nothing of an engine that is gone; a pause reaches the one that runs', () => {
  const { supervisor, summaries, last } = supervise()
  supervisor.start()
  const summary: EngineSummary = { waiting: 3, paused: false, attention: [] }
  supervisor.pause(true)
  expect(last().received.at(-1)?.message.kind).toBe('start')
  last().say(running)
  last().say({ kind: 'status', summary })
  supervisor.pause(true)
  expect(last().received.at(-1)?.message).toEqual({ kind: 'pause', paused: true })
  last().die()
  expect(summaries).toEqual([summary, null])
})
