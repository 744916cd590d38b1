/** The part of mx-connect 2 that is used; the package brings no types. */
declare module 'mx-connect' {
  interface MxEntry {
    readonly exchange: string
    readonly priority: number
    /** True where it comes from an MX record, false for the domain's own address (RFC 5321 §5.1). */
    readonly mx?: boolean
    readonly A: readonly string[]
    readonly AAAA: readonly string[]
  }
  interface MxDelivery {
    readonly mx: readonly MxEntry[]
  }
  interface MxConnectOptions {
    readonly target: string
    readonly port?: number
    readonly dnsOptions?: {
      readonly resolveRecords?: (name: string, type: string) => Promise<readonly unknown[]>
    }
    readonly mtaSts?: { readonly enabled: boolean }
    readonly dane?: { readonly enabled: boolean }
    readonly connectHook?: (
      delivery: MxDelivery,
      options: object,
      callback: (error?: Error | null) => void,
    ) => void
  }
  // biome-ignore lint/style/noDefaultExport: it is how the package exports itself
  export default function mxConnect(options: MxConnectOptions): Promise<unknown>
}

/** The comparison of certificates with TLSA records. */
declare module 'mx-connect/lib/dane.js' {
  import type { X509Certificate } from 'node:crypto'

  interface Record {
    readonly usage: number
    readonly selector: number
    readonly mtype: number
    readonly cert: Buffer
  }
  export function verifyCertAgainstTlsa(
    certificate: X509Certificate,
    records: readonly Record[],
    chain?: readonly X509Certificate[],
  ): { readonly valid: boolean; readonly matchedRecord: Record | null }
}
