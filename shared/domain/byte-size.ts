import { z } from 'zod'

const UNIT_BYTES = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const

const PATTERN = /^(\d{1,9})(B|KiB|MiB|GiB)$/

/** A size as people write it in the configuration, for example "40MiB". */
export const byteSizeSchema = z
  .string()
  .regex(PATTERN, 'A size is a number and a unit: "512KiB", "40MiB" or "1GiB".')
  .meta({ description: 'A number and a unit: B, KiB, MiB or GiB. Example: "40MiB".' })

export type ByteSize = z.infer<typeof byteSizeSchema>

/** Bytes of a size text. Throws a RangeError for anything that byteSizeSchema refuses. */
export function parseByteSize(text: string): number {
  const match = PATTERN.exec(text)
  if (!match) throw new RangeError(`not a size: ${JSON.stringify(text)} (write "512KiB" or "40MiB")`)
  return Number(match[1]) * UNIT_BYTES[match[2] as keyof typeof UNIT_BYTES]
}
