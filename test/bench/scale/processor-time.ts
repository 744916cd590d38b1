import { readFile } from 'node:fs/promises'

/** Linux counts in hundredths of a second (USER_HZ). */
const TICK_MS = 10

/** Milliseconds of all threads of a process, in the program and in the system. */
export async function processorTime(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  // After the name in brackets, which may hold spaces: utime and stime are the fields 14 and 15 of all.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

export interface Spent {
  /** Milliseconds. */
  readonly wall: number
  readonly processor: number
}

/** On a machine that others use too, the processor's time tells more than the clock on the wall. */
export async function spent(pid: number, work: () => Promise<unknown>): Promise<Spent> {
  const [began, before] = [performance.now(), await processorTime(pid)]
  await work()
  return { wall: performance.now() - began, processor: (await processorTime(pid)) - before }
}
