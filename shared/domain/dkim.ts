import { z } from 'zod'
import { domainNameSchema } from './primitives.ts'

export const dkimAlgorithmSchema = z.enum(['rsa-2048', 'ed25519'])
export type DkimAlgorithm = z.infer<typeof dkimAlgorithmSchema>

export const selectorSchema = domainNameSchema.max(63)

/**
 * A DKIM key (RFC 6376, RFC 8463). The rule change "dkim" signs with every active key of the domain, so that an RSA
 * and an Ed25519 key, or an old and a new selector, can work side by side.
 */
export const dkimKeySchema = z.strictObject({
  domain: domainNameSchema,
  selector: selectorSchema,
  algorithm: dkimAlgorithmSchema,
  /** PKCS #8 PEM. Left out in exports and in what the API returns; leaving it out in an update keeps the stored one. */
  privateKey: z.string().optional(),
  /** Base64 of the public key as it stands in p=; derived from the private key. */
  publicKey: z.string().default(''),
  /** Signs; a key that is not active is only kept, with its record, until nobody verifies old mail any more. */
  active: z.boolean().default(false),
  createdAt: z.number().int().default(0),
})
export type DkimKey = z.infer<typeof dkimKeySchema>
