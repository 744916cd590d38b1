import { expect, test } from 'vitest'
import { calmPictures } from '../../../renderer/message/calm-pictures.ts'

const url = (octets: number[], type = 'png') =>
  `data:image/${type};base64,${Buffer.from(octets).toString('base64')}`
const side = (pixels: number, length: number) =>
  Array.from({ length }, (_, index) => (pixels >>> (8 * (length - 1 - index))) & 255)
const letters = (text: string) => [...text].map((letter) => letter.charCodeAt(0))
const zeros = (length: number) => Array.from({ length }, () => 0)

const png = (pixels: number) =>
  url([
    ...letters('\x89PNG\r\n\x1a\n'),
    0,
    0,
    0,
    13,
    ...letters('IHDR'),
    ...side(pixels, 4),
    ...side(pixels, 4),
  ])
const gif = (pixels: number) =>
  url([...letters('GIF89a'), ...side(pixels, 2).reverse(), ...side(pixels, 2).reverse()], 'gif')
const jpeg = (pixels: number) =>
  url(
    [255, 216, 255, 224, 0, 4, 0, 0, 255, 192, 0, 17, 8, ...side(pixels, 2), ...side(pixels, 2), 3, 1],
    'jpeg',
  )
const webp = (pixels: number) => {
  const size = side(pixels - 1, 3).reverse()
  return url([...letters('RIFF'), ...zeros(4), ...letters('WEBPVP8X'), ...zeros(8), ...size, ...size], 'webp')
}

test.each([
  ['PNG', png],
  ['GIF', gif],
  ['JPEG', jpeg],
  ['WebP', webp],
])('%s of a photograph stays, one of gigabytes shows nothing', (_, picture) => {
  expect(calmPictures(picture(6_000))).toBe(picture(6_000))
  expect(calmPictures(picture(16_000))).toBe('data:,')
  expect(calmPictures(`a { background: url("${picture(16_000)}") }`)).toBe('a { background: url("data:,") }')
})

test('what is not in base64 cannot be looked at, and shows nothing', () => {
  expect(calmPictures('data:image/png,%89PNG')).toBe('data:,')
})
