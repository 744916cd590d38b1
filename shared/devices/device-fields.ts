/** Names of fields as panels print them; most makers differ in one or two. */
import type { DeviceTls, FieldNames, SecurityWords } from './device-type.ts'

const COMMON: FieldNames = {
  server: 'SMTP server',
  port: 'Port',
  security: 'SSL/TLS',
  auth: 'SMTP authentication',
  username: 'User name',
  password: 'Password',
  sender: 'Sender address',
}

export function fields(own: Partial<FieldNames> = {}): FieldNames {
  return { ...COMMON, ...own }
}

export function securityWords(none: string, starttls: string, implicit: string): SecurityWords {
  return { none, starttls, implicit }
}

export const USUAL_WORDS = securityWords('Off', 'STARTTLS', 'SSL/TLS')

export const ALL_TLS: readonly DeviceTls[] = ['starttls', 'implicit', 'none']
