/** The database is damaged, at rest and in use: Mailroom notices, recovers what can be read, keeps the rest, and says so. */
import { readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { databaseOf, flipOctet, garbage, overwrite, PAGE, pagesOf, ruinPages } from '../support/damage.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { waitFor } from '../support/wait-for.ts'
import { faultChance } from './support/fault-chance.ts'
import { faultRounds } from './support/fault-rounds.ts'
import { MailLoad } from './support/mail-load.ts'
import { TornMailroom } from './support/torn-mailroom.ts'

interface Filled {
  readonly mailroom: TornMailroom
  /** Subjects that were answered 250, and those whose answer may have been under way. */
  readonly accepted: ReadonlySet<string>
  readonly begun: ReadonlySet<string>
}

/** Everything that comes in waits: the route is paused by having nowhere to go. */
async function mailroomWithMail(messages: number): Promise<Filled> {
  const mailroom = await TornMailroom.start({ config: {} })
  const load = new MailLoad({
    port: mailroom.port,
    clients: 4,
    sizeOf: (number) => (number % 10 === 0 ? 200_000 : 2_000),
  })
  onTestFinished(() => load.stop())
  load.start()
  await load.more(messages)
  load.stop()
  await mailroom.process.stop()
  return { mailroom, accepted: load.acknowledged, begun: load.begun }
}

async function subjectsOf(mailroom: TornMailroom): Promise<Set<string>> {
  const rows = await mailroom.process.queue('--limit', '1000')
  return new Set(rows.map(({ subject }) => subject))
}

async function damageNotices(mailroom: TornMailroom): Promise<string[]> {
  const { attention } = await mailroom.status()
  return attention.filter(({ kind }) => kind === 'damage').map(({ text }) => text)
}

/** What doctor says of the folder while nothing runs. */
async function doctor(mailroom: TornMailroom, ...options: string[]) {
  const { code, stdout } = await mailroom.process.cli('doctor', '--json', ...options)
  return { code, ...(JSON.parse(stdout) as { clean: boolean; findings: { check: string; state: string }[] }) }
}

function rootOf(folder: string, table: string): number {
  const pages = pagesOf(folder, table)
  return (pages.find(({ type }) => type === 'internal') ?? pages[0])?.number ?? 0
}

interface Damage {
  readonly what: string
  readonly damage: (folder: string) => void
  /** Whether everything can be read all the same. */
  readonly isHarmless?: true
}

const DAMAGE: readonly Damage[] = [
  { what: 'its header is overwritten', damage: ruinHeader, isHarmless: true },
  {
    what: 'a page of messages is ruined',
    damage: (folder) => ruinPages(folder, pagesOf(folder, 'messages')[1]?.number ?? 0),
  },
  {
    what: 'it is cut in half',
    damage: (folder) => truncateSync(databaseOf(folder), Math.floor(pageCount(folder) / 2) * PAGE),
  },
  { what: 'it is empty', damage: (folder) => writeFileSync(databaseOf(folder), '') },
  {
    what: 'a page of an index is ruined',
    damage: (folder) => ruinPages(folder, rootOf(folder, 'messages_by_state')),
    isHarmless: true,
  },
  {
    what: 'it is no database',
    damage: (folder) => writeFileSync(databaseOf(folder), 'Dear Sir or Madam, '.repeat(5_000)),
  },
  { what: 'it is gone', damage: (folder) => rmSync(databaseOf(folder)) },
]

function ruinHeader(folder: string): void {
  overwrite(databaseOf(folder), 0, garbage(100))
}

function pageCount(folder: string): number {
  return Math.max(
    ...['bodies', 'events', 'recipients'].flatMap((name) =>
      pagesOf(folder, name).map(({ number }) => number),
    ),
  )
}

test.each(DAMAGE.slice(0, faultRounds({ short: 2, long: DAMAGE.length })))(
  'a database of which $what: the next start goes on with what can be read, keeps the damaged file, and says what is lost',
  async ({ what, damage, isHarmless }) => {
    const { mailroom, accepted, begun } = await mailroomWithMail(100)
    damage(mailroom.data)
    expect((await doctor(mailroom)).code).toBe(1)

    await mailroom.live()
    const found = await subjectsOf(mailroom)
    const [notice = ''] = await damageNotices(mailroom)
    console.log(`${what}: ${found.size} of ${accepted.size} messages are there. ${notice}`)
    expect(notice).toContain('The store was damaged and was recovered')
    expect((await mailroom.process.cli('status')).stdout).toContain('The store was damaged')
    expect([...found].filter((subject) => !subject.startsWith('Recovered') && !begun.has(subject))).toEqual(
      [],
    )
    if (isHarmless) expect([...accepted].filter((subject) => !found.has(subject))).toEqual([])
    const [aside = ''] = readdirSync(join(mailroom.data, 'damaged'))
    expect(readdirSync(join(mailroom.data, 'damaged', aside))).toContain('report.json')

    // It is a whole Mailroom again, and the next start has nothing to recover.
    await mailroom.process.stop()
    expect(await doctor(mailroom)).toMatchObject({ code: 0, clean: true })
    await mailroom.live()
    expect(readdirSync(join(mailroom.data, 'damaged'))).toEqual([aside])
    // The folder is what keeps the notice.
    rmSync(join(mailroom.data, 'damaged'), { recursive: true })
    expect(await damageNotices(mailroom)).toEqual([])
  },
)

test('damage that is met in use is answered 451, the program ends, and the next start recovers and does not end again', async () => {
  const { mailroom, accepted } = await mailroomWithMail(100)
  await mailroom.live()
  const before = await subjectsOf(mailroom)
  expect(before.size).toBeGreaterThanOrEqual(accepted.size)
  // Nothing has read these pages yet: SQLite meets them when it writes the next message.
  ruinPages(mailroom.data, rootOf(mailroom.data, 'bodies'))
  const client = await SmtpClient.connect({ port: mailroom.port })
  await client.reply()
  await client.expect('EHLO scanner', '250')
  await client.expect('MAIL FROM:<a@office.test>', '250')
  await client.expect('RCPT TO:<b@far.test>', '250')
  await client.expect('DATA', '354')
  await client.expect('Subject: Too late\r\n\r\nToo late.\r\n.', '451 4.3.0')
  expect(await mailroom.process.ended).toBe(1)

  await mailroom.live()
  const after = await subjectsOf(mailroom)
  expect([...accepted].filter((subject) => !after.has(subject))).toEqual([])
  expect(after.has('Too late')).toBe(false)
  expect(await damageNotices(mailroom)).toHaveLength(1)
  const load = new MailLoad({ port: mailroom.port, clients: 2 })
  onTestFinished(() => load.stop())
  load.start()
  await load.more(20)
  load.stop()
  await mailroom.process.stop()
  await mailroom.live()
  expect(readdirSync(join(mailroom.data, 'damaged'))).toHaveLength(1)
})

test('a body file that is gone, and one whose octets the disk has changed: held, with a reason, and never silently away', async () => {
  const { mailroom } = await mailroomWithMail(40)
  const files = readdirSync(join(mailroom.data, 'bodies'), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile(),
  )
  const [gone, changed] = files.map((entry) => join(entry.parentPath, entry.name))
  rmSync(gone ?? '')
  flipOctet(changed ?? '', 1_000)
  const looked = await doctor(mailroom)
  const found = looked.findings.filter(({ state }) => state === 'problem').map(({ check }) => check)
  // All of it is held already, for want of a route, so that nothing needs to be held for it.
  expect(found).toEqual([])
  expect(looked.findings.find(({ check }) => check === 'bodies-known')).toBeDefined()
  await mailroom.live()
  expect((await subjectsOf(mailroom)).size).toBeGreaterThanOrEqual(40)
})

const ROUNDS = faultRounds({ short: 2, long: 60 })

test(`${ROUNDS} databases with random pages ruined: each start comes up with a sound store`, async () => {
  const chance = faultChance('ruined pages')
  const { mailroom, accepted } = await mailroomWithMail(100)
  let kept = 0
  for (let round = 0; round < ROUNDS; round++) {
    const pages = Array.from({ length: chance.between(1, 4) }, () =>
      chance.between(1, pageCount(mailroom.data)),
    )
    ruinPages(mailroom.data, ...pages)
    await mailroom.live()
    const { size } = await subjectsOf(mailroom)
    kept += size
    await waitFor('the listener', async () => (await mailroom.status()).listeners[0]?.state === 'listening')
    await mailroom.process.stop()
    expect((await doctor(mailroom)).code, `pages ${pages.join(', ')}`).toBe(0)
  }
  console.log(
    `ruined pages: ${ROUNDS} rounds on one store of ${accepted.size} messages, ${kept} found over all rounds`,
  )
})
