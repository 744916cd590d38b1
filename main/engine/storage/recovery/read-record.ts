/** One row as it lies in a page (fileformat2, §2.1). */
export type RecordValue = number | bigint | string | null | Uint8Array

/** A varint: its value, and where the next thing begins. null beyond the end. Lengths and keys fit a double. */
export function readVarint(octets: Buffer, at: number): readonly [value: number, next: number] | null {
  let value = 0
  for (let index = 0; index < 9; index += 1) {
    const octet = octets[at + index]
    if (octet === undefined) return null
    if (index === 8) return [value * 256 + octet, at + 9]
    value = value * 128 + (octet & 0x7f)
    if (octet < 0x80) return [value, at + index + 1]
  }
  return null
}

/** null where these octets are no record: damage must not become a row. */
export function readRecord(payload: Buffer): RecordValue[] | null {
  const header = readVarint(payload, 0)
  if (header === null || header[0] > payload.length || header[0] < header[1]) return null
  const values: RecordValue[] = []
  let [end, at] = header
  const headerEnd = end
  while (at < headerEnd) {
    const type = readVarint(payload, at)
    if (type === null || type[1] > headerEnd) return null
    at = type[1]
    const length = lengthOf(type[0])
    if (length === null || end + length > payload.length) return null
    values.push(readValue(payload.subarray(end, end + length), type[0]))
    end += length
  }
  return end === payload.length ? values : null
}

const INTEGER_LENGTHS = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0] as const

/** null for the types that are reserved. */
function lengthOf(type: number): number | null {
  if (type < 10) return INTEGER_LENGTHS[type] ?? null
  return type < 12 ? null : Math.floor((type - 12) / 2)
}

function readValue(octets: Buffer, type: number): RecordValue {
  if (type === 0) return null
  if (type === 6) return narrow(octets.readBigInt64BE())
  if (type === 7) return octets.readDoubleBE()
  if (type < 7) return octets.readIntBE(0, octets.length)
  if (type < 10) return type - 8
  return type % 2 === 0 ? Uint8Array.from(octets) : octets.toString('utf8')
}

function narrow(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
