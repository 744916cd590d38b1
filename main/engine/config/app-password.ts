/** App passwords: generated, of 120 random bits, so that a plain digest keeps them (no dictionary has them). */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Random } from '../ports.ts'

/** 32 characters, 5 bits each; none that look alike on paper. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789'
const GROUPS = 6
const GROUP_LENGTH = 4

/** "k7mq-x2ab-…": six groups of four. */
export function generateAppPassword(random: Random): string {
  const octets = random.bytes(GROUPS * GROUP_LENGTH)
  // 32 divides 256, so every character is as likely as the others.
  const characters = [...octets].map((octet) => ALPHABET[octet % ALPHABET.length])
  const groups = Array.from({ length: GROUPS }, (_, group) =>
    characters.slice(group * GROUP_LENGTH, (group + 1) * GROUP_LENGTH).join(''),
  )
  return groups.join('-')
}

/** "sha256$hash" (base64) of a password as it was typed: spaces, hyphens and capitals do not count. */
export function hashAppPassword(typed: string): string {
  return `sha256$${createHash('sha256').update(bare(typed)).digest('base64')}`
}

/** The one that was typed; null where it is none of them. Takes the same time whichever it is. */
export function findAppPassword<T extends { readonly hash: string }>(
  typed: string,
  passwords: readonly T[],
): T | null {
  if (passwords.length === 0 || bare(typed).length !== GROUPS * GROUP_LENGTH) return null
  const given = Buffer.from(hashAppPassword(typed))
  let found: T | null = null
  for (const password of passwords) {
    const kept = Buffer.from(password.hash)
    if (kept.length === given.length && timingSafeEqual(kept, given)) found = password
  }
  return found
}

function bare(typed: string): string {
  return typed.replace(/[\s-]/g, '').toLowerCase()
}
