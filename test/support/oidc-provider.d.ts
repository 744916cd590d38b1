/** The little of oidc-provider that the tests use; the package has no types. */
declare module 'oidc-provider' {
  import type { EventEmitter } from 'node:events'
  import type { RequestListener } from 'node:http'

  interface StoredToken {
    readonly accountId?: string
    readonly clientId: string
    destroy(): Promise<void>
  }

  interface TokenContext {
    readonly oidc: { readonly params: Record<string, string | undefined> }
    body?: unknown
    status?: number
  }

  // biome-ignore lint/style/noDefaultExport: so the package has it
  export default class Provider extends EventEmitter {
    constructor(issuer: string, configuration: Record<string, unknown>)
    callback(): RequestListener
    registerGrantType(
      name: string,
      handler: (context: TokenContext, next: () => Promise<void>) => Promise<void>,
      parameters: readonly string[],
    ): void
    readonly RefreshToken: { find(value: string): Promise<StoredToken | undefined> }
    readonly AccessToken: { find(value: string): Promise<StoredToken | undefined> }
  }
}
