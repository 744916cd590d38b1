import { readdir, readFile, readlink } from 'node:fs/promises'
import { basename } from 'node:path/posix'
import { describeOwner } from './port-owner.ts'

/** Milliseconds for the search through /proc: a large machine has many processes. */
const MOST_TIME = 2_000

/** Programs that run another one: their own name says too little. */
const INTERPRETER = /^(?:node|bun|deno|python|perl|ruby|php|java|sh|bash)[\d.]*$/

/** The listening socket's inode in /proc/net/tcp, then the process that holds it. Others' processes need root. */
export async function linuxPortOwner(port: number): Promise<string | null> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'latin1').catch(() => '')),
  )
  const sockets = new Set(tables.flatMap((table) => listeningInodes(table, port)))
  if (sockets.size === 0) return null
  const links = new Set([...sockets].map((inode) => `socket:[${inode}]`))
  const signal = AbortSignal.timeout(MOST_TIME)
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    if (signal.aborted) break
    if (!(await holds(pid, links))) continue
    return describeOwner(programName(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')), pid)
  }
  return 'a program of another user'
}

/**
 * From /proc/<pid>/cmdline, arguments that end with NUL; a program that changes its title writes "name: what it does".
 * Not from comm, which is the name of a thread: every Node program is "MainThread" there.
 */
export function programName(commandLine: string): string | null {
  const [program = '', ...args] = commandLine.split('\0')
  const name = basename(program.split(': ')[0] ?? '')
  const script = INTERPRETER.test(name) ? args.find((arg) => arg !== '' && !arg.startsWith('-')) : undefined
  const words = script === undefined ? name : `${name} ${basename(script)}`
  return words === '' ? null : words
}

/** Columns: sl local_address rem_address st … inode, addresses in hexadecimal; state 0A is LISTEN. */
export function listeningInodes(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[3] === '0A' && columns[1]?.endsWith(`:${wanted}`))
    .map((columns) => columns[9] ?? '')
    .filter((inode) => inode !== '' && inode !== '0')
}

async function holds(pid: string, links: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`
  const entries = await readdir(folder).catch(() => [])
  const targets = await Promise.all(entries.map((entry) => readlink(`${folder}/${entry}`).catch(() => '')))
  return targets.some((target) => links.has(target))
}
