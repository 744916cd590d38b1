/** Which program has a port. The system tells, or does not; it is asked for at most two seconds. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { linuxPortOwner } from './linux-port-owner.ts'

const run = promisify(execFile)
const OPTIONS = { timeout: 2_000, windowsHide: true, maxBuffer: 4 * 1024 * 1024 } as const

/** "postfix (process 812)", or null where nobody can say. Never rejects. */
export async function portOwner(port: number, platform: NodeJS.Platform): Promise<string | null> {
  try {
    if (platform === 'linux') return await linuxPortOwner(port)
    if (platform === 'darwin') return await macosPortOwner(port)
    if (platform === 'win32') return await windowsPortOwner(port)
    return null
  } catch {
    return null
  }
}

async function macosPortOwner(port: number): Promise<string | null> {
  const { stdout } = await run('/usr/sbin/lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], OPTIONS)
  return parseLsof(stdout)
}

/** `lsof -F pc`: lines "p812" and "cpostfix". */
export function parseLsof(output: string): string | null {
  const pid = /^p(\d+)$/m.exec(output)?.[1]
  const name = /^c(.+)$/m.exec(output)?.[1]
  return pid === undefined ? null : describeOwner(name ?? null, pid)
}

async function windowsPortOwner(port: number): Promise<string | null> {
  const { stdout } = await run('netstat.exe', ['-ano', '-p', 'TCP'], OPTIONS)
  const pid = parseNetstat(stdout, port)
  if (pid === null) return null
  const tasks = await run('tasklist.exe', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'], OPTIONS)
  return describeOwner(/^"([^"]+)"/m.exec(tasks.stdout)?.[1] ?? null, pid)
}

/** "  TCP    0.0.0.0:25    0.0.0.0:0    LISTENING    812"; the word LISTENING is translated, the foreign port 0 is not. */
export function parseNetstat(output: string, port: number): string | null {
  const line = new RegExp(`^\\s*TCP\\s+\\S+:${port}\\s+\\S+:0\\s+\\S+\\s+(\\d+)\\s*$`, 'm').exec(output)
  return line?.[1] ?? null
}

export function describeOwner(name: string | null, pid: string): string {
  return name === null ? `process ${pid}` : `${name} (process ${pid})`
}
