import { z } from 'zod'

/** Names of listeners, routes and rules: shown to people and used as keys. */
export const nameSchema = z
  .string()
  .min(1, 'Give it a name.')
  .max(64, 'A name has at most 64 characters.')
  .regex(/^[^\p{Cc}]+$/u, 'A name has no control characters.')
  .refine((name) => name === name.trim(), 'A name does not begin or end with a space.')

/** A DNS name (also a single label). */
export const domainNameSchema = z
  .string()
  .max(253)
  .regex(
    /^(?=.{1,253}$)[\p{L}\p{N}_]([\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?(\.[\p{L}\p{N}_]([\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?)*$/u,
    'Write a domain name such as office.example.',
  )

/** A domain name or an IP address. */
export const hostSchema = z.union([domainNameSchema, z.ipv4(), z.ipv6()], {
  error: 'Write a host name or an IP address.',
})

export const portSchema = z.number().int().min(0).max(65_535)

/** CIDR, or a single address. */
export const networkSchema = z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()], {
  error: 'Write an address or a network such as 192.168.1.0/24 or fd00::/8.',
})

/** See matchesAddress: "*@office.test", "office.test", "*.office.test", "*", "<>". */
export const addressPatternSchema = z
  .string()
  .min(1)
  .max(320)
  .regex(/^(<>|[^\s<>]+)$/, 'Write an address or a pattern such as *@office.example.')

/** One mail address, local-part@domain. */
export const addressSchema = z
  .string()
  .max(320)
  .regex(/^[^\s\p{Cc}<>@]+@[^\s\p{Cc}<>@]+$/u, 'Write an address such as sales@office.example.')
