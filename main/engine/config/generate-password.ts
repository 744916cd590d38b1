import type { Random } from '../ports.ts'

/** No characters that look alike, none that a scanner's keypad or a shell makes hard to enter. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'
const GROUPS = 4
const GROUP_LENGTH = 5

/** A password of four groups, "kx7mq-…": 20 characters of 31, about 99 bits. */
export function generatePassword(random: Random): string {
  return Array.from({ length: GROUPS }, () => group(random)).join('-')
}

function group(random: Random): string {
  let text = ''
  while (text.length < GROUP_LENGTH)
    for (const octet of random.bytes(GROUP_LENGTH)) {
      // Octets above the last whole multiple would favour the first letters.
      if (octet < 256 - (256 % ALPHABET.length) && text.length < GROUP_LENGTH)
        text += ALPHABET[octet % ALPHABET.length]
    }
  return text
}
