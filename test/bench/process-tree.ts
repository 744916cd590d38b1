/** What a process and all below it take: figures of Linux's /proc. */
import { readdir, readFile } from 'node:fs/promises'

/**
 * MiB. Shared pages count once among them (proportional set size), or many small processes that share their libraries
 * would look larger than they are.
 */
export async function residentMemory(pid: number): Promise<number> {
  let kibibytes = 0
  for (const one of await treeOf(pid)) kibibytes += await proportionalSize(one.pid)
  return kibibytes / 1024
}

/** Milliseconds of processor time until now, those of children that have ended included. */
export async function processorTime(pid: number): Promise<number> {
  const tree = await treeOf(pid)
  return tree.reduce((sum, { ticks }) => sum + ticks, 0) * MILLISECONDS_PER_TICK
}

/** Linux's USER_HZ is 100 on every architecture that Node runs on. */
const MILLISECONDS_PER_TICK = 10

interface RunningProcess {
  readonly pid: number
  readonly parent: number
  /** Of its own, and of children that it waited for. */
  readonly ticks: number
}

async function treeOf(pid: number): Promise<RunningProcess[]> {
  const entries = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const all = (await Promise.all(entries.map(readStat))).filter((one) => one !== null)
  const parents = new Map(all.map((one) => [one.pid, one.parent]))
  return all.filter((one) => isBelow(one.pid, pid, parents))
}

async function readStat(entry: string): Promise<RunningProcess | null> {
  const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => null)
  if (stat === null) return null
  // The name in brackets may hold spaces; proc_pid_stat(5) counts the fields behind it from the third on.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const field = (number: number) => Number(fields[number - 3])
  return { pid: Number(entry), parent: field(4), ticks: field(14) + field(15) + field(16) + field(17) }
}

function isBelow(pid: number, ancestor: number, parents: ReadonlyMap<number, number>): boolean {
  for (let current: number | undefined = pid; current; current = parents.get(current))
    if (current === ancestor) return true
  return false
}

async function proportionalSize(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0)
}
