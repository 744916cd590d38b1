/**
 * How full a Maildir is, by its own maildirsize file: right after a restart and beside Dovecot. It is counted anew where
 * the file is missing or old while the mailbox changed, and always before a message is turned away: what a reader has
 * deleted must not keep mail out.
 */
import { appendFile, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Reply } from '../../../shared/domain/reply.ts'
import {
  formatChange,
  type MaildirUsage,
  readMaildirSize,
  sizeInName,
  writeMaildirSize,
} from './maildir-size.ts'

export interface QuotaCheck {
  readonly mailbox: string
  readonly address: string
  /** Octets. */
  readonly quota: number
  /** Of the message that wants in. */
  readonly size: number
  /** Milliseconds since 1970. */
  readonly now: number
  /** Of a file to write beside the others. */
  readonly uniqueName: string
}

/** Milliseconds for which a count is taken as it is. */
const TRUSTED_FOR = 15 * 60_000

/** Why the message does not fit; null where it does. Rejects with the system's error. */
export async function refuseOverQuota(
  check: QuotaCheck,
): Promise<{ readonly kind: 'deferred' | 'refused'; readonly reply: Reply } | null> {
  const { address, quota, size } = check
  if (size > quota) return { kind: 'refused', reply: neverFits(address, quota, size) }
  const known = await knownUsage(check)
  if (known && known.octets + size <= quota) return null
  const usage = await countAnew(check)
  return usage.octets + size <= quota ? null : { kind: 'deferred', reply: full(address, quota, usage) }
}

/** One append is one write: several programs may do it at once. */
export async function noteDelivered(mailbox: string, octets: number): Promise<void> {
  await appendFile(fileOf(mailbox), formatChange({ octets, messages: 1 }))
}

async function knownUsage({ mailbox, quota, now }: QuotaCheck): Promise<MaildirUsage | null> {
  try {
    const [text, file] = await Promise.all([readFile(fileOf(mailbox), 'utf8'), stat(fileOf(mailbox))])
    if (now - file.mtimeMs > TRUSTED_FOR && (await changedSince(mailbox, file.mtimeMs))) return null
    return readMaildirSize(text, quota)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

async function changedSince(mailbox: string, time: number): Promise<boolean> {
  const folders = [mailbox, join(mailbox, 'new'), join(mailbox, 'cur')]
  const times = await Promise.all(folders.map(async (folder) => (await stat(folder)).mtimeMs))
  return times.some((changed) => changed > time)
}

async function countAnew({ mailbox, quota, uniqueName }: QuotaCheck): Promise<MaildirUsage> {
  const folders = (await readdir(mailbox)).filter((name) => name.startsWith('.') && name !== '.Trash')
  let octets = 0
  let messages = 0
  for (const folder of [mailbox, ...folders.map((name) => join(mailbox, name))])
    for (const part of ['new', 'cur']) {
      const sizes = await sizesIn(join(folder, part))
      octets += sizes.reduce((sum, size) => sum + size, 0)
      messages += sizes.length
    }
  const draft = join(mailbox, 'tmp', `${uniqueName}.size`)
  await writeFile(draft, writeMaildirSize(quota, { octets, messages }), { mode: 0o600 })
  await rename(draft, fileOf(mailbox))
  return { octets, messages }
}

/** A file that goes while it is counted is not there any more; a folder that is none has nothing in it. */
async function sizesIn(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch(none<string[]>([]))
  const sizes: number[] = []
  for (const name of names) {
    const size = sizeInName(name) ?? (await stat(join(folder, name)).catch(none(null)))?.size
    if (size !== undefined) sizes.push(size)
  }
  return sizes
}

function none<T>(nothing: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return nothing
    throw error
  }
}

function fileOf(mailbox: string): string {
  return join(mailbox, 'maildirsize')
}

function full(address: string, quota: number, { octets, messages }: MaildirUsage): Reply {
  const text = `The mailbox ${address} is full: ${messages} messages with ${formatSize(octets)} of ${formatSize(quota)}. Delete mail in it or raise its quota, and the mail goes on.`
  return { code: 452, enhanced: '4.2.2', text }
}

function neverFits(address: string, quota: number, size: number): Reply {
  const text = `The message has ${formatSize(size)}, and the whole mailbox ${address} may have ${formatSize(quota)}: it will never fit.`
  return { code: 552, enhanced: '5.2.2', text }
}

function formatSize(octets: number): string {
  return octets < 1024 ** 2 ? `${Math.ceil(octets / 1024)} KiB` : `${(octets / 1024 ** 2).toFixed(1)} MiB`
}
