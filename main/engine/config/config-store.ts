/**
 * The configuration: read once at start, held as an immutable snapshot, changed as a whole. A change is checked, its
 * secrets are sealed, it is stored with an audit entry, and only then do listeners hear of it. Changes run one after
 * another, so that each is checked against what the one before left.
 */
import type { FieldIssue } from '../../../shared/contract/errors.ts'
import type { Config } from '../../../shared/domain/config.ts'
import { EngineError, invalid } from '../engine-error.ts'
import type { Clock, Logger, SecretStore } from '../ports.ts'
import type { SetupStorage } from '../storage/storage.ts'
import { checkCertificate } from './check-certificate.ts'
import { checkConfiguration } from './check-configuration.ts'
import type { ConfigListener, ConfigSource, EngineConfig } from './config-source.ts'
import {
  CERTIFICATE_KEY,
  CERTIFICATE_PASSPHRASE,
  routePasswordName,
  routeSecretNames,
  secretNames,
  takeSecrets,
} from './configuration-secrets.ts'
import { describeChanges, describeSecrets } from './describe-changes.ts'
import { changedSections, deriveEngineConfig } from './engine-config.ts'
import { mendedRoutes } from './mended-routes.ts'
import {
  defaultConfiguration,
  parseStoredConfiguration,
  type StoredConfiguration,
} from './stored-configuration.ts'

export interface ConfigStoreOptions {
  readonly storage: Pick<SetupStorage, 'getConfiguration' | 'setConfiguration'>
  readonly secrets: SecretStore
  readonly clock: Clock
  readonly logger: Logger
  /** Name of this computer, for where no hostname is configured. */
  readonly computerName: string
}

export interface Change {
  readonly actor: string
  /** For the audit: "route added". */
  readonly action: string
  readonly detail: Record<string, unknown>
  /** A route that got another name: its password goes along. */
  readonly renamedRoute?: { readonly from: string; readonly to: string }
}

export interface ConfigStore extends ConfigSource {
  /** What is configured, without secrets and accounts. */
  bare(): Config
  /**
   * Applies an edit. The edited configuration may hold new secrets in plain; where it leaves them out the stored ones
   * stay. Throws EngineError: what the edit throws, or INVALID with the issues.
   */
  change(change: Change, edit: (config: Config) => Config): Promise<void>
  /** What would be wrong with this configuration, were it to replace the stored one. */
  check(config: Config): Promise<FieldIssue[]>
}

/** Reads the stored configuration, or stores the default one. Throws where the stored one cannot be read. */
export async function createConfigStore(options: ConfigStoreOptions): Promise<ConfigStore> {
  const { storage, clock } = options
  const listeners = new Set<ConfigListener>()
  let stored = await loadOrCreate(options)
  let current = await openSnapshot(stored, options)
  let tail: Promise<unknown> = Promise.resolve()

  async function apply(change: Change, edit: (config: Config) => Config): Promise<void> {
    const edited = edit(stored.config)
    const draft = takeSecrets(edited)
    const carried = carrySecrets(stored.secrets, draft.bare, change.renamedRoute)
    const next = await seal(draft, carried, options.secrets)
    const snapshot = await openSnapshot(next, options)
    const issues = await findIssues(edited, snapshot)
    if (issues.length > 0) throw invalid(issues)
    await storage.setConfiguration(next, {
      at: clock.now(),
      actor: change.actor,
      action: change.action,
      detail: { ...change.detail, ...changesOf(stored, next) },
    })
    const mended = mendedRoutes(stored, next)
    const sections = changedSections(current, snapshot)
    // A new password alone is not seen in the snapshot.
    const changed = [...new Set([...sections, ...(mended.length > 0 ? (['routes'] as const) : [])])]
    stored = next
    current = snapshot
    for (const listener of [...listeners]) listener(current, changed, mended)
  }

  return {
    current: () => current,
    bare: () => stored.config,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    change(change, edit) {
      const done = tail.then(() => apply(change, edit))
      tail = done.catch(() => undefined)
      return done
    },
    async check(config) {
      const draft = takeSecrets(config)
      const snapshot = deriveEngineConfig(draft.bare, options.computerName, {
        key: draft.plain.get(CERTIFICATE_KEY) ?? (await tryOpen(stored, CERTIFICATE_KEY, options)),
        passphrase: draft.plain.get(CERTIFICATE_PASSPHRASE) ?? null,
      })
      return findIssues(config, snapshot)
    },
    secret: (name) => tryOpen(stored, name, options),
    routePassword: (route) => tryOpen(stored, routePasswordName(route), options),
  }
}

/** With the names of secrets that changed; an export or the first start has nothing to compare. */
function changesOf(before: StoredConfiguration, after: StoredConfiguration): Record<string, unknown> {
  const { changes, more } = describeChanges(before.config, after.config)
  const all = [...changes, ...describeSecrets(before.secrets, after.secrets)]
  return { ...(all.length > 0 ? { changes: all } : {}), ...(more === undefined ? {} : { more }) }
}

async function loadOrCreate(options: ConfigStoreOptions): Promise<StoredConfiguration> {
  const document = await options.storage.getConfiguration()
  if (document !== null) return parseStoredConfiguration(document)
  const first: StoredConfiguration = { version: 1, config: defaultConfiguration(), secrets: {} }
  await options.storage.setConfiguration(first, {
    at: options.clock.now(),
    actor: 'mailroom',
    action: 'first start',
    detail: {},
  })
  return first
}

async function findIssues(config: Config, snapshot: EngineConfig): Promise<FieldIssue[]> {
  return [...checkConfiguration(config), ...(await checkCertificate(snapshot.certificate))]
}

async function openSnapshot(
  { config, secrets }: StoredConfiguration,
  options: ConfigStoreOptions,
): Promise<EngineConfig> {
  return deriveEngineConfig(config, options.computerName, {
    key: await tryOpen({ config, secrets }, CERTIFICATE_KEY, options),
    passphrase: await tryOpen({ config, secrets }, CERTIFICATE_PASSPHRASE, options),
  })
}

/** Sealed secrets that the new configuration still uses, under their new names. */
function carrySecrets(
  secrets: Record<string, string>,
  bare: Config,
  renamed: Change['renamedRoute'],
): Map<string, string> {
  const carried = new Map<string, string>()
  for (const name of secretNames(bare)) {
    const place = renamed ? routeSecretNames(renamed.to).indexOf(name) : -1
    const before = renamed && place >= 0 ? routeSecretNames(renamed.from)[place] : name
    const sealed = secrets[before ?? name]
    if (sealed !== undefined) carried.set(name, sealed)
  }
  return carried
}

async function seal(
  draft: ReturnType<typeof takeSecrets>,
  carried: ReadonlyMap<string, string>,
  store: SecretStore,
): Promise<StoredConfiguration> {
  const secrets = Object.fromEntries(carried)
  for (const [name, text] of draft.plain) secrets[name] = await sealOne(name, text, store)
  return { version: 1, config: draft.bare, secrets }
}

async function sealOne(name: string, text: string, store: SecretStore): Promise<string> {
  try {
    return await store.seal(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new EngineError('UNAVAILABLE', `The secret of ${name} cannot be sealed: ${reason}`)
  }
}

/** A secret that another store sealed counts as missing: everything else goes on, and the log says which one. */
async function tryOpen(
  { secrets }: Pick<StoredConfiguration, 'secrets' | 'config'>,
  name: string,
  options: ConfigStoreOptions,
): Promise<string | null> {
  const sealed = secrets[name]
  if (sealed === undefined) return null
  try {
    return await options.secrets.open(sealed)
  } catch (error) {
    options.logger.warn(`A stored secret cannot be opened: enter it again.`, { secret: name, error })
    return null
  }
}
