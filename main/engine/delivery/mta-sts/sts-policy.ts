/** A domain's MTA-STS policy (RFC 8461 §3.2) as it is kept. */
import { z } from 'zod'

export const stsPolicySchema = z.object({
  /** Of the TXT record under which it was fetched. */
  id: z.string(),
  mode: z.enum(['enforce', 'testing', 'none']),
  /** "mx.far.test", "*.far.test", lower case. */
  mx: z.array(z.string()),
  /** Seconds. */
  maxAge: z.number(),
  /** Milliseconds since 1970; it holds until then plus maxAge. */
  fetchedAt: z.number(),
})

export type StsPolicy = z.infer<typeof stsPolicySchema>

/** RFC 8461 §3.2: about a year. */
const LONGEST_AGE = 31_557_600
/** Milliseconds after which it is fetched anew although it still holds, so that it does not run out in silence. */
const DAY = 86_400_000

export function holdsAt(policy: StsPolicy, now: number): boolean {
  return now < policy.fetchedAt + lifeOf(policy)
}

export function wantsRefresh(policy: StsPolicy, now: number): boolean {
  return now >= policy.fetchedAt + Math.min(DAY, lifeOf(policy) / 2)
}

/** One "*" stands for exactly one label at the front (RFC 8461 §4.1). Pure. */
export function allowsMx(policy: StsPolicy, host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '')
  return policy.mx.some((pattern) => {
    if (!pattern.startsWith('*.')) return pattern === name
    const dot = name.indexOf('.')
    return dot > 0 && name.slice(dot + 1) === pattern.slice(2)
  })
}

function lifeOf({ maxAge }: StsPolicy): number {
  return Math.min(maxAge, LONGEST_AGE) * 1_000
}
