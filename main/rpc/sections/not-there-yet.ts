import { EngineError } from '../../engine/engine-error.ts'

/** Stands where a feature is being built. */
export function notThereYet(): never {
  throw new EngineError('UNAVAILABLE', 'This is not built yet.')
}
