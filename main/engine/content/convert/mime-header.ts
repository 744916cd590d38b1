/** The header of one MIME entity, as far as its encoding depends on it (RFC 2045). Pure. */
export interface EntityHeader {
  /** Lines with their CRLF, without the empty one. */
  readonly lines: readonly Buffer[]
  /** "text/plain", lower case; null where it has no Content-Type. */
  readonly type: string | null
  readonly boundary: string | null
  /** Lower case; "7bit" where it is not said. */
  readonly encoding: string
  readonly hasVersion: boolean
  readonly hasDkimSignature: boolean
  /** Octets above 127. */
  readonly eightBit: boolean
  /** NUL, or CR or LF on their own: where its lines end is anybody's guess. */
  readonly broken: boolean
}

export function readEntityHeader(lines: readonly Buffer[]): EntityHeader {
  const fields = fieldsOf(lines)
  const value = (name: string) => fields.find((field) => field.name === name)?.value ?? null
  const contentType = value('content-type')
  return {
    lines,
    type:
      contentType === null ? null : (/^\s*([^\s;/]+\/[^\s;]+)/.exec(contentType)?.[1] ?? '').toLowerCase(),
    boundary: contentType === null ? null : boundaryIn(contentType),
    encoding: (value('content-transfer-encoding') ?? '7bit')
      .replace(/\([^)]*\)/g, '')
      .trim()
      .toLowerCase(),
    hasVersion: value('mime-version') !== null,
    hasDkimSignature: value('dkim-signature') !== null,
    eightBit: lines.some((line) => line.some((octet) => octet > 127)),
    broken: lines.some((line) => BROKEN.test(line.toString('latin1').replace(/\r\n$/, ''))),
  }
}

const BROKEN = /[\0\r\n]/

export interface HeaderChange {
  /** Content-Transfer-Encoding from now on. */
  readonly encoding: string
  /** The header of the message itself, which alone says MIME-Version. */
  readonly outermost: boolean
  /** Added where there is none. */
  readonly type: string | null
}

/** The lines with another Content-Transfer-Encoding, in its old place or at the end. */
export function changeEncoding(header: EntityHeader, { encoding, outermost, type }: HeaderChange): Buffer[] {
  const field = Buffer.from(`Content-Transfer-Encoding: ${encoding}\r\n`)
  const kept: Buffer[] = []
  let placed = false
  for (const { name, lines } of fieldsOf(header.lines)) {
    if (name !== 'content-transfer-encoding') kept.push(...lines)
    else if (!placed) {
      kept.push(field)
      placed = true
    }
  }
  if (outermost && !header.hasVersion) kept.push(Buffer.from('MIME-Version: 1.0\r\n'))
  if (header.type === null && type !== null) kept.push(Buffer.from(`Content-Type: ${type}\r\n`))
  if (!placed) kept.push(field)
  return kept
}

interface Field {
  /** Lower case; '' for a line that is no field. */
  readonly name: string
  /** Unfolded. */
  readonly value: string
  readonly lines: readonly Buffer[]
}

function fieldsOf(lines: readonly Buffer[]): readonly Field[] {
  const groups: Buffer[][] = []
  for (const line of lines) {
    const folded = line[0] === 0x20 || line[0] === 0x09
    const last = groups.at(-1)
    if (folded && last) last.push(line)
    else groups.push([line])
  }
  return groups.map((group) => {
    const text = Buffer.concat(group).toString('latin1').replace(/\r\n/g, '')
    const colon = text.indexOf(':')
    return {
      name: colon < 0 ? '' : text.slice(0, colon).trim().toLowerCase(),
      value: text.slice(colon + 1),
      lines: group,
    }
  })
}

/** RFC 2046 §5.1.1. */
function boundaryIn(contentType: string): string | null {
  const found = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/i.exec(contentType)
  const text = found?.[1]?.replace(/\\(.)/g, '$1') ?? found?.[2] ?? null
  return text === null || text === '' ? null : text.replace(/\s+$/, '')
}
