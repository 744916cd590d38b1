/** The whole configuration in and out, in the format of the configuration file. */
import type { FieldIssue } from '../../../shared/contract/errors.ts'
import type { Config } from '../../../shared/domain/config.ts'
import { invalid } from '../engine-error.ts'
import type { AccountStore } from './account-store.ts'
import type { ConfigStore } from './config-store.ts'
import { parseConfiguration } from './parse-configuration.ts'

/** What is wrong with a configuration from outside; empty where it would be accepted. */
export async function findConfigurationIssues(store: ConfigStore, input: unknown): Promise<FieldIssue[]> {
  const parsed = parseConfiguration(input)
  return parsed.kind === 'issues' ? parsed.issues : store.check(parsed.config)
}

/**
 * Replaces the stored configuration and the accounts. Passwords are hashed and sealed on the way; secrets that are
 * left out stay as they were for routes of the same name. Throws EngineError INVALID, and then nothing was changed.
 */
export async function importConfiguration(
  store: ConfigStore,
  accounts: AccountStore,
  input: unknown,
  actor: string,
): Promise<void> {
  const parsed = parseConfiguration(input)
  if (parsed.kind === 'issues') throw invalid(parsed.issues)
  const issues = await store.check(parsed.config)
  if (issues.length > 0) throw invalid(issues)
  await accounts.replaceAll(parsed.config.accounts, actor)
  await store.change({ actor, action: 'configuration imported', detail: {} }, () => parsed.config)
}

/** Without secrets: route passwords and private keys are absent, accounts carry their scrypt hash. */
export function exportConfiguration(store: ConfigStore, accounts: AccountStore): Config {
  return { ...store.bare(), accounts: accounts.export() }
}
