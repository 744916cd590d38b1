/** Group commit: 250s share a sync, and none is sent before the sync that it stands for has returned. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sendLoad } from '../bench/smtp-source.ts'
import { findProgram } from '../support/run-program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { faultRounds } from './support/fault-rounds.ts'
import { CallWatcher, type SystemCall } from './support/system-calls.ts'
import { TornMailroom } from './support/torn-mailroom.ts'

const missing = ['strace', 'smtp-source'].filter((program) => !findProgram(program))
if (missing.length > 0) console.log(`Syncs before 250 are not watched: ${missing.join(' and ')} missing.`)

const MESSAGES = faultRounds({ short: 100, long: 1_000 })
const SMALL = 4 * 1024
/** Over what stays in the database: a file of its own. */
const IN_A_FILE = 200 * 1024

test.skipIf(missing.length > 0).each([
  { manner: 'one connection per message', size: SMALL, messages: MESSAGES, persistent: false },
  { manner: 'persistent connections', size: SMALL, messages: MESSAGES, persistent: true },
  { manner: 'bodies in files', size: IN_A_FILE, messages: MESSAGES / 10, persistent: true },
])(
  'a sync of the log begins after the end of a message and returns before its 250: $manner',
  async ({ manner, size, messages, persistent }) => {
    const mailroom = await TornMailroom.start({ config: {} })
    const trace = join(await temporaryFolder(), 'trace')
    const watcher = await CallWatcher.attach(mailroom.process.pid, WATCHED, trace)
    if (watcher === null) {
      console.log('Syncs before 250 are not watched: strace may not attach to a process here.')
      return
    }
    await sendLoad(mailroom.port, { messages, size, sessions: 20, persistent })
    const calls = await watcher.calls()

    const answers = answered(calls)
    expect(answers).toHaveLength(messages)
    const syncs = calls.filter(({ name, text }) => /^f(data)?sync$/.test(name) && text.endsWith(' = 0'))
    const ofLog = syncs.filter(({ on }) => on.endsWith('-wal'))
    expect(answers.filter((answer) => !ofLog.some((sync) => isBetween(sync, answer)))).toEqual([])
    if (size === IN_A_FILE)
      expect(
        answers.filter(({ id, before }) => !syncs.some((s) => s.on.endsWith(`/${id}`) && s.ended < before)),
      ).toEqual([])
    const shared =
      answers.length / ofLog.filter((sync) => answers.some((answer) => isBetween(sync, answer))).length
    console.log(
      `${manner}: ${messages} messages, ${ofLog.length} syncs of the log; ${shared.toFixed(1)} messages to a sync`,
    )
  },
)

const WATCHED = ['read', 'write', 'writev', 'fsync', 'fdatasync']

interface Answer {
  readonly id: string
  /** When all of the message had been read. */
  readonly after: number
  /** When the 250 was sent. */
  readonly before: number
}

function answered(calls: readonly SystemCall[]): Answer[] {
  const heard = new Map<string, number>()
  const answers: Answer[] = []
  for (const { name, on, text, began, ended } of calls) {
    if (name === 'read' && END_OF_DATA.test(text)) heard.set(on, ended)
    const id = name.startsWith('write') ? QUEUED.exec(text)?.[1] : undefined
    if (id) answers.push({ id, after: heard.get(on) ?? Number.POSITIVE_INFINITY, before: began })
  }
  return answers
}

/** As strace prints the octets: the dot may come alone, after the line before it. */
const END_OF_DATA = /(, "|\\n)\.\\r\\n", \d+\) += \d+$/
const QUEUED = /"250 2\.0\.0 queued as (\w+)/

function isBetween(sync: SystemCall, { after, before }: Answer): boolean {
  return sync.began > after && sync.ended < before
}
