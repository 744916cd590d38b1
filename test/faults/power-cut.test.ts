import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { type FaultChance, faultChance } from './support/fault-chance.ts'
import { faultRounds } from './support/fault-rounds.ts'
import { DiskAfterCut, type Forgetting } from './support/power-cut/disk-after-cut.ts'
import { lookAfterCut } from './support/power-cut/look-after-cut.ts'
import {
  type LifeOptions,
  promisedBy,
  READY,
  type RecordedLife,
  recordLife,
} from './support/power-cut/recorded-life.ts'
import { resumeAfterCut } from './support/power-cut/resume-after-cut.ts'
import { whyNoPreloading } from './support/preloaded.ts'

const missing = whyNoPreloading()
if (missing) console.log(`Power cuts are not tried: ${missing}.`)

const CUTS = faultRounds({ short: 15, long: 220 })
const CUTS_AFTER_CUT = faultRounds({ short: 5, long: 80 })
const MESSAGES = faultRounds({ short: 60, long: 400 })
/** Of the cuts, so many happen while it starts. */
const AT_START = 1 / 5
/** After each so many cuts, the real program goes on from there. */
const RESUME_EVERY = 15

it.skipIf(missing)(
  'a power cut at any moment loses nothing that was answered 250, whatever of the unsynced writes is gone',
  async () => {
    const chance = faultChance('power cuts')
    const folder = await temporaryFolder()
    const home = await emptyFolder(folder, 'home')
    const life = await recordLife({ home, folder, messages: MESSAGES, chance })
    expect(
      await cutPower({ folder, chance, cuts: CUTS }, life, await DiskAfterCut.of(await emptied(home))),
    ).toEqual([])
  },
)

it.skipIf(missing)('so does a second one, while it recovers from the first or later', async () => {
  const chance = faultChance('power cuts after power cuts')
  const folder = await temporaryFolder()
  const home = await emptyFolder(folder, 'home')
  const first = await recordLife({ home, folder, messages: MESSAGES / 2, chance })
  const cut = chance.between(Math.floor(first.notes.length / 2), first.notes.length)
  const disk = await DiskAfterCut.of(await emptied(home))
  for (const note of first.notes.slice(0, cut)) disk.follow(note)
  await disk.leave(home, 'some', chance)
  const left = await DiskAfterCut.of(home)
  const earlier: LifeOptions['earlier'] = { sent: first.sent, promised: promisedBy(first, cut) }
  const second = await recordLife({ home, folder, messages: MESSAGES / 3, chance, earlier })
  expect(await cutPower({ folder, chance, cuts: CUTS_AFTER_CUT }, second, left)).toEqual([])
})

it.skipIf(missing)(
  'a disk that forgets what it has synced does lose mail, and these tests see it',
  async () => {
    const chance = faultChance('a disk that lies')
    const folder = await temporaryFolder()
    const home = await emptyFolder(folder, 'home')
    const life = await recordLife({ home, folder, messages: 12, chance })
    const notes = life.notes.filter(({ kind }) => kind !== 'synced')
    const disk = await DiskAfterCut.of(await emptied(home))
    for (const note of notes) disk.follow(note)
    await disk.leave(home, 'all', chance)
    const problems = await lookAfterCut(join(home, 'data'), { ...life, notes }, notes.length)
    expect(problems.filter((problem) => problem.endsWith('was answered 250 and is lost'))).toHaveLength(12)
  },
)

interface Cutting {
  /** For what is left after each. */
  readonly folder: string
  readonly chance: FaultChance
  readonly cuts: number
}

const FORGETTING: readonly Forgetting[] = ['all', 'nothing', 'some', 'some']

/** Answers what is wrong after any of them. */
async function cutPower(
  { folder, chance, cuts }: Cutting,
  life: RecordedLife,
  disk: DiskAfterCut,
): Promise<string[]> {
  const found: string[] = []
  let step = 0
  for (const [number, cut] of chooseCuts(life, cuts, chance).entries()) {
    for (const note of life.notes.slice(step, cut)) disk.follow(note)
    step = cut
    const forgetting = FORGETTING[chance.between(0, FORGETTING.length - 1)] ?? 'some'
    const look = number % RESUME_EVERY === RESUME_EVERY - 1 ? resumeAfterCut : lookAfterCut
    const left = await emptyFolder(folder, 'left')
    await disk.leave(left, forgetting, chance)
    const problems = await look(join(left, 'data'), life, cut)
    found.push(...problems.map((problem) => `cut at ${cut}, forgetting ${forgetting}: ${problem}`))
    await rm(left, { recursive: true })
  }
  console.log(`${cuts} power cuts in ${life.notes.length} notes, ${life.sent.size} messages`)
  return found
}

/** Numbers of notes, in order, and each once. */
function chooseCuts({ notes }: RecordedLife, count: number, chance: FaultChance): number[] {
  const ready = notes.findIndex((note) => note.kind === 'mark' && note.text === READY)
  if (ready < count * AT_START || notes.length - ready < count) throw new Error(`only ${notes.length} notes`)
  const cuts = new Set<number>()
  while (cuts.size < count * AT_START) cuts.add(chance.between(1, ready))
  while (cuts.size < count) cuts.add(chance.between(ready, notes.length))
  return [...cuts].sort((one, other) => one - other)
}

async function emptyFolder(folder: string, name: string): Promise<string> {
  const path = join(folder, name)
  await mkdir(path)
  return path
}

async function emptied(path: string): Promise<string> {
  await rm(path, { recursive: true })
  await mkdir(path)
  return path
}
