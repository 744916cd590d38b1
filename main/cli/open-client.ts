/**
 * The contract for a command: through the engine that owns the data folder, or, where none runs, through an engine that
 * only opens the folder, in this process.
 */
import { stat } from 'node:fs/promises'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { Client } from '../../shared/contract/contract.ts'
import { type EngineFile, readEngineFile } from '../engine-host/engine-file.ts'
import { CommandFailure, EXIT } from './exit-codes.ts'

export interface OpenClient {
  readonly client: Client
  readonly online: boolean
  close(): Promise<void>
}

export interface OpenClientOptions {
  readonly folder: string
  /** Make the data folder where there is none. */
  readonly create?: boolean
}

/** Throws CommandFailure with `unavailable` where neither way is open. */
export async function openClient({ folder, create = false }: OpenClientOptions): Promise<OpenClient> {
  const file = await readEngineFile(folder)
  if (file && (await answers(file))) return connect(file)
  if (!create && !(await isFolder(folder)))
    throw new CommandFailure(
      EXIT.unavailable,
      `There is no Mailroom in ${folder}: start it with "mailroom serve", or name its data folder with --data.`,
    )
  // Most commands find an engine: only the others load one.
  const { openOffline } = await import('./open-offline.ts')
  return openOffline(folder)
}

/** Does the engine of this file still run? A crash leaves the file behind, and its port may be another program's. */
export async function answers(file: EngineFile): Promise<boolean> {
  try {
    const response = await fetch(new URL('/session', file.url), {
      headers: { authorization: `Bearer ${file.token}` },
      signal: AbortSignal.timeout(10_000),
    })
    return response.status === 204
  } catch {
    return false
  }
}

function connect(file: EngineFile): OpenClient {
  const link = new RPCLink({
    url: new URL('/rpc', file.url).href,
    headers: { authorization: `Bearer ${file.token}` },
  })
  return { client: createORPCClient(link), online: true, close: async () => {} }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}
