import { runProgram } from '../support/run-program.ts'

export interface Load {
  readonly messages: number
  /** Octets of each body. */
  readonly size: number
  readonly sessions: number
  /** One connection for many messages, or one for each. */
  readonly persistent: boolean
}

/** Postfix's smtp-source as the client; rejects where a message was refused. */
export async function sendLoad(port: number, load: Load): Promise<void> {
  const args = ['-s', String(load.sessions), '-l', String(load.size), '-m', String(load.messages)]
  if (load.persistent) args.push('-d')
  const addresses = ['-f', 'bench@office.test', '-t', 'sink@provider.test', '-M', 'client.office.test']
  const { code, stderr } = await runProgram('smtp-source', [...args, ...addresses, `127.0.0.1:${port}`], {
    timeout: 300_000,
  })
  if (code !== 0) throw new Error(`smtp-source ended with ${code}: ${stderr}`)
}
