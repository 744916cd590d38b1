import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { type FaultChance, faultChance } from './support/fault-chance.ts'
import { faultRounds } from './support/fault-rounds.ts'
import { DiskAfterCut, type Forgetting } from './support/power-cut/disk-after-cut.ts'
import { lookAfterCut, promisedBy } from './support/power-cut/look-after-cut.ts'
import { READY, type RecordedLife, recordLife } from './support/power-cut/recorded-life.ts'
import { whyNoPreloading } from './support/preloaded.ts'

const missing = whyNoPreloading()
if (missing) console.log(`Power cuts are not tried: ${missing}.`)

const CUTS = faultRounds({ short: 15, long: 220 })
const MESSAGES = faultRounds({ short: 60, long: 400 })
/** Of the cuts, so many happen while it starts for the first time. */
const AT_START = 1 / 5

it.skipIf(missing)(
  'a power cut at any moment loses nothing that was answered 250, whatever of the unsynced writes is gone',
  async () => {
    const chance = faultChance('power cuts')
    const folder = await temporaryFolder()
    const life = await liveIn(folder, chance)
    const found: string[] = []
    let cuts = 0
    for await (const cut of chooseCuts(join(folder, 'home'), life, chance)) {
      const forgetting = FORGETTING[chance.between(0, FORGETTING.length - 1)] ?? 'some'
      const problems = await lookAtCut(folder, life, { ...cut, forgetting, chance })
      found.push(...problems.map((problem) => `cut at ${cut.at}, forgetting ${forgetting}: ${problem}`))
      cuts += 1
    }
    console.log(`${cuts} power cuts over ${life.notes.length} notes, ${life.sent.size} messages`)
    expect(found).toEqual([])
  },
)

it.skipIf(missing)(
  'a disk that forgets what it has synced does lose mail, and these tests see it',
  async () => {
    const chance = faultChance('a disk that lies')
    const folder = await temporaryFolder()
    const life = await liveIn(folder, chance, 12)
    const lying = life.notes.filter(({ kind }) => kind !== 'synced')
    const last = { at: lying.length, disk: await DiskAfterCut.of(join(folder, 'home')) }
    for (const note of lying) last.disk.follow(note)
    const problems = await lookAtCut(
      folder,
      { ...life, notes: lying },
      { ...last, forgetting: 'all', chance },
    )
    expect(problems.filter((problem) => problem.endsWith('was answered 250 and is lost'))).toHaveLength(12)
  },
)

/** The folder `home` is empty before, and after. */
async function liveIn(folder: string, chance: FaultChance, messages = MESSAGES): Promise<RecordedLife> {
  const home = join(folder, 'home')
  await mkdir(home)
  const life = await recordLife({ home, folder, messages, chance })
  await rm(home, { recursive: true })
  await mkdir(home)
  return life
}

interface Cut {
  /** How many notes were before it. */
  readonly at: number
  /** It has followed as many. */
  readonly disk: DiskAfterCut
}

async function lookAtCut(
  folder: string,
  { notes, sent }: RecordedLife,
  { at, disk, forgetting, chance }: Cut & { readonly forgetting: Forgetting; readonly chance: FaultChance },
): Promise<string[]> {
  const left = join(folder, 'left')
  await mkdir(left)
  await disk.leave(left, forgetting, chance)
  const problems = await lookAfterCut(join(left, 'data'), promisedBy(notes.slice(0, at)), sent)
  await rm(left, { recursive: true })
  return problems
}

const FORGETTING: readonly Forgetting[] = ['all', 'nothing', 'some', 'some']

/** In order, and each once. */
async function* chooseCuts(home: string, { notes }: RecordedLife, chance: FaultChance): AsyncGenerator<Cut> {
  const ready = notes.findIndex((note) => note.kind === 'mark' && note.text === READY)
  if (ready < CUTS || notes.length - ready < CUTS) throw new Error(`only ${notes.length} writes were seen`)
  const cuts = new Set<number>()
  while (cuts.size < CUTS * AT_START) cuts.add(chance.between(1, ready))
  while (cuts.size < CUTS) cuts.add(chance.between(ready, notes.length))
  const disk = await DiskAfterCut.of(home)
  let step = 0
  for (const at of [...cuts].sort((one, other) => one - other)) {
    for (const note of notes.slice(step, at)) disk.follow(note)
    step = at
    yield { at, disk }
  }
}
