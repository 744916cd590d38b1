/** An inner module of mailauth, whose version is therefore exact in package.json. */
declare module 'mailauth/lib/dkim/body/index.js' {
  /** `maxBodyLength`: the l= tag; false where the whole body counts. */
  export function dkimBody(
    canonicalization: 'relaxed' | 'simple',
    algorithm: 'sha256',
    maxBodyLength: number | false,
  ): { update(chunk: Buffer): void; digest(encoding: 'base64'): string }
}
