import { EngineError } from '../engine/engine-error.ts'

/** Handlers of a section that has no engine behind it yet. */
export function notThereYet(): never {
  throw new EngineError('UNAVAILABLE', 'This part of Mailroom is not there yet.')
}
