import { readdir, readFile } from 'node:fs/promises'

/**
 * MiB of a process and all below it. Shared pages count once among them (proportional set size), or many small
 * processes that share their libraries would look larger than they are.
 */
export async function residentMemory(pid: number): Promise<number> {
  const parents = new Map<number, number>()
  for (const entry of await readdir('/proc')) {
    const stat = /^\d+$/.test(entry) ? await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => null) : null
    // The name in brackets may hold spaces; the parent is the second field after it.
    if (stat) parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
  }
  let kibibytes = 0
  for (const candidate of parents.keys())
    if (isBelow(candidate, pid, parents)) kibibytes += await proportionalSize(candidate)
  return kibibytes / 1024
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
