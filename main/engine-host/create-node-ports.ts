/** The ports of every Node host: headless, command line, and (with another secret store) the desktop's engine. */
import type { Logger, Ports, SecretStore } from '../engine/ports.ts'
import { freeDiskBytes } from './free-disk-bytes.ts'
import { openKeyFileSecretStore } from './key-file-secret-store.ts'
import { createNodeDnsResolver } from './node-dns-resolver.ts'
import { requireDataFolder } from './require-data-folder.ts'
import { systemClock } from './system-clock.ts'
import { systemRandom } from './system-random.ts'

export interface NodePortsOptions {
  readonly folder: string
  readonly logger: Logger
  /** Default: the key file of the folder, or MAILROOM_SECRET_KEY. */
  readonly secrets?: SecretStore
}

/** Makes the data folder (0700) where it is missing. Throws DataFolderUnusable. */
export async function createNodePorts(options: NodePortsOptions): Promise<Ports> {
  const { folder, logger } = options
  await requireDataFolder(folder)
  return {
    clock: systemClock,
    random: systemRandom,
    logger,
    secrets: options.secrets ?? (await openKeyFileSecretStore(folder, process.env.MAILROOM_SECRET_KEY)),
    createDnsResolver: createNodeDnsResolver,
    freeDiskBytes,
  }
}
