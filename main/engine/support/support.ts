/** What the program says of itself, and the bundle for whoever helps. */
import { release } from 'node:os'
import type { About, SupportBundle } from '../../../shared/contract/support.ts'
import type { Engine } from '../running-engine.ts'
import { newestSchema } from '../storage/migrations/migrate.ts'
import { sqliteVersion } from '../storage/sqlite-version.ts'
import { collectSupport } from './collect-support.ts'
import { readLog } from './read-log.ts'
import type { RecentLog } from './recent-log.ts'

export interface Support {
  about(): About
  /** Rejects where the status or the log cannot be read. */
  bundle(): Promise<SupportBundle>
}

type Known = Pick<Engine, 'folder' | 'config' | 'accounts' | 'status'>

export function createSupport(version: string, engine: Known, recent: Pick<RecentLog, 'lines'>): Support {
  const sqlite = sqliteVersion()
  const about = () => describe(version, sqlite, engine.folder)
  return {
    about,
    async bundle() {
      const [status, accounts, kept] = await Promise.all([
        engine.status(),
        engine.accounts.list(),
        readLog(engine.folder),
      ])
      return collectSupport({
        about: about(),
        config: engine.config.bare(),
        accounts,
        status,
        // An engine runs on no other.
        schemaVersion: newestSchema(),
        log: kept.length > 0 ? kept : recent.lines(),
      })
    },
  }
}

function describe(version: string, sqlite: string, dataFolder: string): About {
  const { node, openssl, v8 } = process.versions
  const components = [
    { name: 'Node', version: node },
    { name: 'V8', version: v8 },
    { name: 'OpenSSL', version: openssl },
    { name: 'SQLite', version: sqlite },
  ]
  return { version, components, platform: `${process.platform} ${release()} ${process.arch}`, dataFolder }
}
