import { z } from 'zod'

/** Milliseconds in one unit of the configuration's durations: "30s", "5m", "4h", "5d", also "250ms". */
const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

const PATTERN = /^(\d{1,9})(ms|s|m|h|d|w)$/

/** A duration as people write it in the configuration, for example "30s" or "5d". */
export const durationSchema = z
  .string()
  .regex(PATTERN, 'A duration is a number and a unit: "30s", "5m", "4h" or "5d".')
  .meta({ description: 'A number and a unit: ms, s, m, h, d or w. Examples: "30s", "5m", "4h", "5d".' })

export type Duration = z.infer<typeof durationSchema>

/** Milliseconds of a duration text. Throws a RangeError for anything that durationSchema refuses. */
export function parseDuration(text: string): number {
  const match = PATTERN.exec(text)
  if (!match)
    throw new RangeError(`not a duration: ${JSON.stringify(text)} (write "30s", "5m", "4h" or "5d")`)
  return Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS]
}

/** The shortest exact text for a number of milliseconds: 5400000 gives "90m". */
export function formatDuration(milliseconds: number): Duration {
  for (const unit of ['d', 'h', 'm', 's'] as const)
    if (milliseconds > 0 && milliseconds % UNIT_MS[unit] === 0)
      return `${milliseconds / UNIT_MS[unit]}${unit}`
  return milliseconds === 0 ? '0s' : `${Math.round(milliseconds)}ms`
}
