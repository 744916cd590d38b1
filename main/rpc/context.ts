import type { Engine } from '../engine/running-engine.ts'

/** What every call comes with. */
export interface RpcContext {
  readonly engine: Engine
  /** For the audit: "window", "console", "api", "cli". */
  readonly actor: string
}
