/** A `mailroom serve` on a disk that is torn at, and what is on that disk. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Status } from '../../../../shared/contract/system.ts'
import type { ConfigInput } from '../../../../shared/domain/config.ts'
import { MailroomProcess } from '../../../support/mailroom-process.ts'

export async function startOnDisk(
  folder: string,
  { config = {}, env = process.env }: { config?: ConfigInput; env?: NodeJS.ProcessEnv } = {},
): Promise<MailroomProcess> {
  const mailroom = await MailroomProcess.start({
    data: join(folder, 'data'),
    env,
    config: {
      hostname: 'office.test',
      console: { port: 0 },
      listeners: [{ name: 'in', port: 0, tls: 'none', trustedNetworks: ['127.0.0.0/8'] }],
      ...config,
    },
  })
  onTestFinished(() => mailroom.kill())
  return mailroom
}

export function statusOf(mailroom: MailroomProcess): Promise<Status> {
  return mailroom.call<Status>('GET', '/status')
}

/** Names of all files of bodies. */
export async function bodyFiles(data: string): Promise<string[]> {
  const entries = await readdir(join(data, 'bodies'), { recursive: true, withFileTypes: true }).catch(
    () => [],
  )
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}
