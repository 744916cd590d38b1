/** Backups that are made while mail comes in and goes out, and what becomes of them when they are brought back. */
import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { flipOctet } from '../support/damage.ts'
import { PROGRAM, type QueueRow } from '../support/mailroom-process.ts'
import { type ProgramResult, runProgram } from '../support/run-program.ts'
import { ScriptedSmtpPeer } from '../support/scripted-smtp-peer.ts'
import { faultChance } from './support/fault-chance.ts'
import { faultRounds } from './support/fault-rounds.ts'
import { MailLoad } from './support/mail-load.ts'
import { TornMailroom } from './support/torn-mailroom.ts'

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mailroom-restored-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

function mailroom(folder: string, ...args: string[]): Promise<ProgramResult> {
  return runProgram(process.execPath, [PROGRAM, ...args, '--data', folder], { timeout: 120_000 })
}

async function subjectsIn(folder: string): Promise<Set<string>> {
  const { stdout } = await mailroom(folder, 'queue', 'list', '--json', '--limit', '1000')
  return new Set((JSON.parse(stdout) as QueueRow[]).map(({ subject }) => subject))
}

const ROUNDS = faultRounds({ short: 1, long: 20 })

test(`${ROUNDS} backups under load: what was answered 250 before is in them, restored they are sound, and no flipped octet goes unseen`, async () => {
  const chance = faultChance('backups')
  const hop = await ScriptedSmtpPeer.start()
  for (let round = 0; round < ROUNDS; round++) {
    const source = await TornMailroom.start({
      config: {
        routes: [{ name: 'hop', kind: 'smarthost', host: '127.0.0.1', port: hop.port, tls: 'never' }],
        rules: [{ name: 'all', action: { kind: 'route', route: 'hop' } }],
      },
    })
    const load = new MailLoad({
      port: source.port,
      clients: 4,
      sizeOf: (number) => (number % 5 === 0 ? 200_000 : 2_000),
    })
    onTestFinished(() => load.stop())
    load.start()
    await load.more(chance.between(50, 150))
    const before = [...load.acknowledged]
    const { stdout, stderr } = await source.process.cli('backup', 'create', '--json')
    const during = load.acknowledged.size - before.length
    load.stop()
    expect(stderr).toBe('')
    const backup = join(source.data, 'backups', (JSON.parse(stdout) as { name: string }).name)

    const whole = await mailroom(source.data, 'backup', 'verify', basename(backup))
    expect([whole.code, whole.stdout]).toEqual([0, expect.stringContaining('whole')])
    const restored = emptyFolder()
    expect((await mailroom(restored, 'backup', 'restore', backup)).code).toBe(0)
    const examined = await mailroom(restored, 'doctor', '--json')
    expect([examined.code, examined.stdout]).toEqual([0, expect.stringContaining('"clean":true')])
    const found = await subjectsIn(restored)
    expect(before.filter((subject) => !found.has(subject))).toEqual([])

    const flipped = join(restored, 'flipped.mailroom-backup')
    copyFileSync(backup, flipped)
    // The first ten octets are gzip's own: its time and system say nothing about the mail.
    const at = chance.between(10, statSync(backup).size - 1)
    flipOctet(flipped, at)
    const verdict = await mailroom(source.data, 'backup', 'verify', flipped)
    expect([verdict.code, verdict.stderr], `octet ${at}`).toEqual([1, expect.stringContaining('damaged')])
    console.log(
      `backup: ${before.length} answered 250 before, ${during} while it was made, ${found.size} in it; octet ${at} of ${statSync(backup).size} turned over was found`,
    )
    await source.kill()
  }
})
