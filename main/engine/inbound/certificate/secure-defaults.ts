import type { SecureContextOptions } from 'node:tls'

/** TLS 1.0 and 1.1 are gone (RFC 8996). */
export const SECURE_DEFAULTS: SecureContextOptions = { minVersion: 'TLSv1.2', honorCipherOrder: true }
