/** `mailroom doctor` on stores that were torn at: it finds nothing where nothing is wrong, and does not look while mail flows. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { PROGRAM } from '../support/mailroom-process.ts'
import { runProgram } from '../support/run-program.ts'
import { ScriptedSmtpPeer } from '../support/scripted-smtp-peer.ts'
import { faultChance } from './support/fault-chance.ts'
import { faultRounds } from './support/fault-rounds.ts'
import { MailLoad } from './support/mail-load.ts'
import { TornMailroom } from './support/torn-mailroom.ts'

interface Report {
  readonly clean: boolean
  readonly findings: readonly { readonly check: string; readonly state: string; readonly text: string }[]
}

async function doctor(folder: string, ...options: string[]) {
  const args = [PROGRAM, 'doctor', '--json', '--data', folder, ...options]
  const { code, stdout, stderr } = await runProgram(process.execPath, args)
  const report: Report = stdout === '' ? { clean: false, findings: [] } : (JSON.parse(stdout) as Report)
  return { code, stderr, problems: report.findings.filter(({ state }) => state === 'problem'), report }
}

const ROUNDS = faultRounds({ short: 1, long: 30 })

test(`${ROUNDS} stores killed in the midst of delivery, retries and operations: doctor finds nothing, repairs nothing, and waits for the engine to end`, async () => {
  const chance = faultChance('doctor')
  const hop = await ScriptedSmtpPeer.start()
  const mailroom = await TornMailroom.start({
    config: {
      routes: [
        { name: 'hop', kind: 'smarthost', host: '127.0.0.1', port: hop.port, tls: 'never' },
        { name: 'down', kind: 'smarthost', host: '127.0.0.1', port: 9, tls: 'never' },
      ],
      rules: [
        { name: 'down', match: { recipients: ['down@far.test'] }, action: { kind: 'route', route: 'down' } },
        { name: 'all', match: {}, action: { kind: 'route', route: 'hop' } },
      ],
    },
  })
  const loads = ['someone@far.test', 'down@far.test'].map(
    (recipient) =>
      new MailLoad({
        port: mailroom.port,
        clients: 2,
        recipient,
        sizeOf: (number) => (number % 7 === 0 ? 200_000 : 900),
      }),
  )
  onTestFinished(() => {
    for (const load of loads) load.stop()
  })
  for (let round = 0; round < ROUNDS; round++) {
    for (const load of loads) load.start()
    await Promise.all(loads.map((load) => load.more(30)))
    const refused = await doctor(mailroom.data)
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('in use')])
    const operations = [
      ['queue', 'hold', '--state', 'deferred'],
      ['queue', 'release', '--state', 'held'],
      ['queue', 'delete', '--state', 'deferred'],
      ['queue', 'bounce', '--state', 'held'],
    ]
    const [first = [], second = []] = [operations[round % 4], operations[(round + 1) % 4]]
    await mailroom.process.cli(...first)
    const unfinished = mailroom.process.cli(...second).catch(() => undefined)
    await sleep(chance.between(0, 300))
    await mailroom.kill()
    for (const load of loads) load.stop()
    await unfinished

    const found = await doctor(mailroom.data)
    // A body whose message was not committed is what a kill leaves: the next start removes it.
    expect(found.problems.filter(({ check }) => check !== 'bodies-orphaned')).toEqual([])
    const repaired = await doctor(mailroom.data, '--repair')
    expect([repaired.code, repaired.problems]).toEqual([0, []])
    const again = await doctor(mailroom.data)
    expect([again.code, again.problems]).toEqual([0, []])
    await mailroom.live()
  }
})
