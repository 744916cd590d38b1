import { SmtpSink } from '../support/smtp-sink.ts'
import { waitFor } from '../support/wait-for.ts'
import { percentiles } from './panels/percentiles.ts'
import { processorTime, residentMemory } from './process-tree.ts'
import { sendOne } from './send-one.ts'
import { type Load, sendLoad } from './smtp-source.ts'

export interface RunningServer {
  readonly port: number
  /** Its process, or the parent of all of them. */
  readonly pid: number
  stop(): Promise<void>
}

export interface BenchServer {
  readonly name: 'Mailroom' | 'Postfix' | 'Exim'
  /** keep: what it accepts waits, and nobody looks at it. Otherwise relays to a port of 127.0.0.1. */
  start(
    purpose: { readonly kind: 'keep' } | { readonly kind: 'relay'; readonly to: number },
  ): Promise<RunningServer>
}

export interface Figure {
  /** '' is what the scenario is named for. */
  readonly name: string
  readonly unit: string
  readonly value: number
}

export interface Scenario {
  readonly name: string
  run(server: BenchServer): Promise<readonly Figure[]>
}

const SESSIONS = 20
const SMALL = 4 * 1024
const LARGE = 20 * 1024 * 1024
const LARGE_COUNT = 20

/** Before the clock starts, so that compilers and connection caches are as warm as they are in an office. */
const WARM_UP = 2_000
const LARGE_WARM_UP = 8

/** Messages one by one, each when the one before is long over. */
const LONELY = 300
const PAUSE = 20

export function scenarios(messages: number): Scenario[] {
  return [
    accepted('accepted durably, 4 KiB, one connection per message', {
      messages,
      size: SMALL,
      sessions: SESSIONS,
      persistent: false,
    }),
    accepted('accepted durably, 4 KiB, persistent connections', {
      messages,
      size: SMALL,
      sessions: SESSIONS,
      persistent: true,
    }),
    relayed('accepted and relayed end to end, 4 KiB', {
      messages,
      size: SMALL,
      sessions: SESSIONS,
      persistent: true,
    }),
    accepted('accepted durably, 20 MiB', {
      messages: LARGE_COUNT,
      size: LARGE,
      sessions: 4,
      persistent: true,
    }),
    relayed('accepted and relayed end to end, 20 MiB', {
      messages: LARGE_COUNT,
      size: LARGE,
      sessions: 4,
      persistent: true,
    }),
    alone('one message on an idle system, 4 KiB, from connecting to its 250'),
  ]
}

function accepted(name: string, load: Load): Scenario {
  return measured(name, load, async (server) => {
    const running = await server.start({ kind: 'keep' })
    return { running, expect: () => async () => {}, end: async () => {} }
  })
}

function relayed(name: string, load: Load): Scenario {
  return measured(name, load, async (server) => {
    const sink = await SmtpSink.start()
    const running = await server.start({ kind: 'relay', to: sink.port })
    const expect = (count: number) => {
      const target = sink.messages + count
      return () => waitFor(`${target} messages at the next hop`, () => sink.messages >= target, 300_000)
    }
    return { running, expect, end: () => sink.stop() }
  })
}

interface Stage {
  readonly running: RunningServer
  /** Called before a load; what it gives is called after it and resolves when all of it has arrived. */
  readonly expect: (count: number) => () => Promise<unknown>
  readonly end: () => Promise<void>
}

function measured(name: string, load: Load, prepare: (server: BenchServer) => Promise<Stage>): Scenario {
  const large = load.size === LARGE
  return {
    name,
    async run(server) {
      const stage = await prepare(server)
      const { pid } = stage.running
      try {
        await timed(stage, { ...load, messages: large ? LARGE_WARM_UP : WARM_UP })
        const before = await processorTime(pid)
        const seconds = await timed(stage, load)
        const processor = (await processorTime(pid)) - before
        const amount = large ? (load.messages * load.size) / 1e6 : load.messages
        return [
          { name: '', unit: large ? 'MB/s' : 'messages/s', value: amount / seconds },
          { name: 'processor time', unit: 'ms/message', value: processor / load.messages },
          { name: 'resident memory', unit: 'MiB', value: await residentMemory(pid) },
        ]
      } finally {
        await stage.running.stop()
        await stage.end()
      }
    },
  }
}

async function timed(stage: Stage, load: Load): Promise<number> {
  const arrived = stage.expect(load.messages)
  const start = performance.now()
  await sendLoad(stage.running.port, load)
  await arrived()
  return (performance.now() - start) / 1000
}

function alone(name: string): Scenario {
  return {
    name,
    async run(server) {
      const running = await server.start({ kind: 'keep' })
      try {
        await sendLoad(running.port, {
          messages: WARM_UP,
          size: SMALL,
          sessions: SESSIONS,
          persistent: false,
        })
        const times: number[] = []
        while (times.length < LONELY) {
          await new Promise((resolve) => setTimeout(resolve, PAUSE))
          times.push(await sendOne(running.port, SMALL))
        }
        const { p50, p95 } = percentiles(times)
        return [
          { name: 'p50', unit: 'ms', value: p50 },
          { name: 'p95', unit: 'ms', value: p95 },
        ]
      } finally {
        await running.stop()
      }
    },
  }
}
