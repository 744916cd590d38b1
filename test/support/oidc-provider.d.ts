/** The little of oidc-provider that the tests use; the package has no types. */
declare module 'oidc-provider' {
  import type { EventEmitter } from 'node:events'
  import type { RequestListener } from 'node:http'

  // biome-ignore lint/style/noDefaultExport: so the package has it
  export default class Provider extends EventEmitter {
    constructor(issuer: string, configuration: Record<string, unknown>)
    callback(): RequestListener
  }
}
