/**
 * Pictures that a message brings along, without those that would unpack to gigabytes: twenty thousand pixels square fit
 * into fifty kilobytes of PNG, and take the window seconds and the computer its memory. The size stands at their begin.
 */

/** A large photograph has fifty million; each takes four octets. */
const MOST_PIXELS = 64_000_000
const PICTURE = /data:image\/[\w.+-]+([^,"'()]{0,100}),([\w+/=%\s-]*)/gi

/** `data:` addresses in an attribute or a style; one that is too large, or not in base64, shows nothing. */
export function calmPictures(text: string): string {
  return text.replace(PICTURE, (whole, parameters: string, content: string) =>
    /;\s*base64\s*$/i.test(parameters) && pixelsOf(content) <= MOST_PIXELS ? whole : 'data:,',
  )
}

function pixelsOf(base64: string): number {
  try {
    return pixels(atob(base64))
  } catch {
    // Percent signs too, which a browser reads before it does.
    return Number.POSITIVE_INFINITY
  }
}

/** Width times height of the kinds that are shown; 0 where nobody can tell. `octets`: one character each. */
function pixels(octets: string): number {
  const at = (index: number) => octets.charCodeAt(index) || 0
  const little = (index: number, length: number) =>
    Array.from({ length }, (_, byte) => at(index + byte) * 256 ** byte).reduce((sum, one) => sum + one, 0)
  const big = (index: number, length: number) =>
    Array.from({ length }, (_, byte) => at(index + byte)).reduce((sum, one) => sum * 256 + one, 0)

  if (octets.startsWith('GIF8')) return little(6, 2) * little(8, 2)
  if (octets.startsWith('BM')) return little(18, 4) * Math.abs(little(22, 4) | 0)
  if (octets.startsWith('RIFF')) return webp(octets.slice(12, 16), little)
  if (octets.startsWith('\xff\xd8')) return jpeg(octets.length, big)
  // PNG begins with it, icons hold such; AVIF says it in a box of its own.
  const header = octets.indexOf('IHDR')
  if (header >= 0) return big(header + 4, 4) * big(header + 8, 4)
  const box = octets.indexOf('ispe')
  return box < 0 ? 0 : big(box + 8, 4) * big(box + 12, 4)
}

type Read = (index: number, length: number) => number

function webp(kind: string, little: Read): number {
  if (kind === 'VP8X') return (little(24, 3) + 1) * (little(27, 3) + 1)
  if (kind === 'VP8L') {
    const bits = little(21, 4)
    return ((bits & 0x3fff) + 1) * (((bits >>> 14) & 0x3fff) + 1)
  }
  return (little(26, 2) & 0x3fff) * (little(28, 2) & 0x3fff)
}

/** The first frame header (ITU-T T.81 §B.2.2), behind segments that say how long they are. */
function jpeg(length: number, big: Read): number {
  for (let at = 2; at + 9 < length; ) {
    const marker = big(at, 2)
    if (marker >>> 8 !== 0xff) return 0
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)
    if (isFrame) return big(at + 5, 2) * big(at + 7, 2)
    // Octets of 0xff may fill up before a marker.
    at += marker === 0xffff ? 1 : 2 + Math.max(2, big(at + 2, 2))
  }
  return 0
}
