import type { Reply } from '../../../shared/domain/reply.ts'

/**
 * May mail with REQUIRETLS go over this connection (RFC 8689 §4.2.1)? null where it may, else the refusal (§5): verified
 * TLS and a host that passes the demand on, or none. Pure.
 */
export function refuseWithoutTls(session: {
  readonly secure: boolean
  readonly verified: boolean
  /** It announced REQUIRETLS. */
  readonly announced: boolean
  readonly peer: string
}): Reply | null {
  const { secure, verified, announced, peer } = session
  if (!secure) return needsTls(`${peer} offers no TLS`)
  if (!verified) return needsTls(`the certificate of ${peer} cannot be verified`)
  if (announced) return null
  return {
    code: 550,
    enhanced: '5.7.30',
    text: `The sender demands TLS all the way (REQUIRETLS), and ${peer} does not know how to pass that on.`,
  }
}

/** RFC 8689 §5: 5.7.10. */
export function needsTls(reason: string): Reply {
  return {
    code: 550,
    enhanced: '5.7.10',
    text: `The sender demands verified TLS (REQUIRETLS), and ${reason}.`,
  }
}
