import type { ConfigurationChange } from '../../../../shared/contract/configuration.ts'
import { assertNever } from '../../../../shared/domain/assert-never.ts'
import type { Config } from '../../../../shared/domain/config.ts'
import { invalid } from '../../engine-error.ts'
import { addItem, type CollectionName, type Collections, replaceItem } from '../collection-edits.ts'
import { withSettings } from '../general-settings.ts'
import { parseConfiguration } from '../parse-configuration.ts'

/**
 * The configuration as the change would leave it. What is in use can be taken away here: the effects say what forbids
 * it. Throws EngineError NOT_FOUND, CONFLICT (the name is taken) or INVALID (a document that is none). Pure.
 */
export function applyChange(config: Config, change: ConfigurationChange): Config {
  switch (change.kind) {
    case 'settings':
      return withSettings(config, change.settings)
    case 'certificate':
      return { ...config, certificate: change.certificate }
    case 'listener':
      return edited(config, 'listeners', change.name, change.item)
    case 'network':
      return edited(config, 'networks', change.name, change.item)
    case 'route':
      return edited(config, 'routes', change.name, change.item)
    case 'rule':
      return edited(config, 'rules', change.name, change.item)
    case 'document':
      return parsed(change.document)
    default:
      return assertNever(change)
  }
}

function edited<N extends CollectionName>(
  config: Config,
  section: N,
  name: string | null,
  item: Collections[N] | null,
): Config {
  if (item === null) return { ...config, [section]: config[section].filter((one) => one.name !== name) }
  return name === null ? addItem(config, section, item) : replaceItem(config, section, name, item)
}

function parsed(document: unknown): Config {
  const result = parseConfiguration(document)
  if (result.kind === 'issues') throw invalid(result.issues)
  return result.config
}
