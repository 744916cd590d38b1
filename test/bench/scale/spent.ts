import { processorTime } from '../process-tree.ts'

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
