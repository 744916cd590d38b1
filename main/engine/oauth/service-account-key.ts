/** The JSON key file that Google gives for a service account. Pure. */
import { z } from 'zod'
import { SignInFailure } from './sign-in-failure.ts'

export interface ServiceAccountKey {
  readonly clientEmail: string
  /** PKCS #8, PEM. */
  readonly privateKey: string
  readonly keyId: string | undefined
}

const fileSchema = z.object({
  type: z.literal('service_account'),
  client_email: z.string().min(3),
  private_key: z.string().startsWith('-----BEGIN PRIVATE KEY-----'),
  private_key_id: z.string().optional(),
})

/** null where this is no such file. */
export function parseServiceAccountKey(text: string): ServiceAccountKey | null {
  const parsed = fileSchema.safeParse(parseJson(text))
  if (!parsed.success) return null
  const { client_email: clientEmail, private_key: privateKey, private_key_id: keyId } = parsed.data
  return { clientEmail, privateKey, keyId }
}

/** Throws a SignInFailure "settings" where there is no usable key. */
export function readServiceAccountKey(text: string | undefined): ServiceAccountKey {
  const key = text === undefined ? null : parseServiceAccountKey(text)
  if (key === null)
    throw new SignInFailure(
      'settings',
      'The route has no usable service account key. Enter the whole JSON key file that Google gave.',
    )
  return key
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
