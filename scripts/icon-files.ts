// The two containers that Windows and macOS want for an application's icon. Both hold PNGs as they are.

export interface IconImage {
  /** Pixels of an edge. */
  readonly size: number
  readonly png: Buffer
}

/** ICO: a header of 6 bytes, a directory entry of 16 bytes an image, the images. A size of 256 is written as 0. */
export function encodeIco(images: readonly IconImage[]): Buffer {
  const header = Buffer.alloc(6)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(images.length, 4)
  let offset = 6 + 16 * images.length
  const entries = images.map(({ size, png }) => {
    const entry = Buffer.alloc(16)
    entry.writeUInt8(size % 256, 0)
    entry.writeUInt8(size % 256, 1)
    entry.writeUInt16LE(1, 4)
    entry.writeUInt16LE(32, 6)
    entry.writeUInt32LE(png.length, 8)
    entry.writeUInt32LE(offset, 12)
    offset += png.length
    return entry
  })
  return Buffer.concat([header, ...entries, ...images.map(({ png }) => png)])
}

/** Types of ICNS entries by size; several sizes stand twice, as themselves and as the doubled half. */
const icnsTypes: Readonly<Record<number, readonly string[]>> = {
  16: ['icp4'],
  32: ['icp5', 'ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
}

/** ICNS: 'icns' and the whole length, then type, length and PNG of each image; lengths count their own headers. */
export function encodeIcns(images: readonly IconImage[]): Buffer {
  const entries = images.flatMap(({ size, png }) =>
    (icnsTypes[size] ?? []).map((type) => icnsChunk(type, png)),
  )
  return icnsChunk('icns', Buffer.concat(entries))
}

function icnsChunk(type: string, content: Buffer): Buffer {
  const header = Buffer.alloc(8)
  header.write(type, 0, 'latin1')
  header.writeUInt32BE(8 + content.length, 4)
  return Buffer.concat([header, content])
}
