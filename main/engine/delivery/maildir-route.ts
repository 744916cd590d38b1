/**
 * Delivery into mailboxes: path/domain/local-part/{tmp,new,cur}, one file a message, which Dovecot, Mutt and others
 * read. Written in tmp, synced, renamed into new, and new synced: a message that was reported delivered survives a power
 * cut, and no reader ever sees half of one. Line ends are LF, on every system, as Maildir readers expect.
 */
import { open, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Recipient } from '../../../shared/domain/recipient.ts'
import type { MaildirRoute } from '../../../shared/domain/route.ts'
import type { LocalConfig } from '../local-mail/local-directory.ts'
import { mailboxOf } from '../local-mail/mailbox-of.ts'
import { makeFolder } from '../make-folder.ts'
import type { Clock, Random } from '../ports.ts'
import { syncFolder } from '../sync-folder.ts'
import type { ReportOutcomes } from './deliver-to-hosts.ts'
import type { DeliveryRequest, RecipientOutcome } from './delivery.ts'
import { describeFileError } from './describe-file-error.ts'
import { LineEndNormaliser } from './line-end-normaliser.ts'
import { mailboxFolder } from './mailbox-folder.ts'
import type { MailboxTurns } from './mailbox-turns.ts'
import { noteDelivered, refuseOverQuota } from './maildir-quota.ts'

export interface MaildirContext {
  readonly clock: Clock
  readonly random: Random
  readonly hostname: () => string
  readonly local: () => LocalConfig
  readonly turns: MailboxTurns
}

/** One recipient after the other; each is reported as soon as its file is on disk. Never rejects. */
export async function deliverToMaildir(
  context: MaildirContext,
  request: DeliveryRequest,
  route: MaildirRoute,
  report: ReportOutcomes,
): Promise<void> {
  for (const recipient of request.recipients)
    report([await deliverToMailbox(context, request, route, recipient)])
}

async function deliverToMailbox(
  context: MaildirContext,
  request: DeliveryRequest,
  route: MaildirRoute,
  { number, address }: Recipient,
): Promise<RecipientOutcome> {
  const base = { recipient: number, host: null, sessionId: null }
  if (request.signal.aborted) return { ...base, kind: 'released' }
  const { base: owner, quota } = mailboxOf(context.local(), address)
  const folder = mailboxFolder(owner)
  if (folder === null) {
    const reply = { code: null, enhanced: '5.1.3', text: `${address} cannot be the name of a mailbox.` }
    return { ...base, kind: 'refused', reply }
  }
  const mailbox = join(route.path, ...folder)
  try {
    await createMailbox(mailbox)
    const write = () => writeMessage(context, request, mailbox, address)
    if (quota === null) return { ...base, ...stored(mailbox, await write()) }
    // Counted and written in one go: messages side by side would all fit by the same count.
    return await context.turns.take(mailbox, async () => {
      const over = await overQuota(context, request, { mailbox, address: owner, quota })
      if (over) return { ...base, ...over }
      const file = await write()
      // It is on disk; a count that is not written is found at the next.
      await noteDelivered(mailbox, file.size).catch(() => undefined)
      return { ...base, ...stored(mailbox, file) }
    })
  } catch (error) {
    return { ...base, kind: 'deferred', reply: describeFileError(mailbox, error) }
  }
}

function stored(mailbox: string, { name }: { readonly name: string }) {
  const reply = { code: null, enhanced: '2.0.0', text: `Stored in ${mailbox} as ${name}` }
  return { kind: 'delivered', reply } as const
}

function overQuota(
  context: MaildirContext,
  { size }: DeliveryRequest,
  mailbox: { readonly mailbox: string; readonly address: string; readonly quota: number },
) {
  return refuseOverQuota({ ...mailbox, size, now: context.clock.now(), uniqueName: uniqueName(context) })
}

/** The file in new/. Rejects with the system's error, and then leaves nothing behind. */
async function writeMessage(
  context: MaildirContext,
  request: DeliveryRequest,
  mailbox: string,
  address: string,
): Promise<{ readonly name: string; readonly size: number }> {
  const unique = uniqueName(context)
  const draft = join(mailbox, 'tmp', unique)
  try {
    const size = await writeFile(draft, request, address)
    const name = `${unique},S=${size}`
    await rename(draft, join(mailbox, 'new', name))
    await syncFolder(join(mailbox, 'new'))
    return { name, size }
  } catch (error) {
    await unlink(draft).catch(() => undefined)
    throw error
  }
}

/** Octets written. */
async function writeFile(path: string, request: DeliveryRequest, address: string): Promise<number> {
  const body = await request.openBody()
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    body.destroy()
    throw error
  })
  try {
    const lines = new LineEndNormaliser()
    const header = Buffer.from(
      `Return-Path: <${withoutControls(request.envelope.sender)}>\nDelivered-To: ${withoutControls(address)}\n`,
    )
    let size = await writeAll(file, header)
    for await (const chunk of body as AsyncIterable<Buffer>) size += await writeAll(file, lines.push(chunk))
    size += await writeAll(file, lines.end())
    await file.sync()
    return size
  } finally {
    await file.close()
  }
}

async function writeAll(file: { appendFile(data: Buffer): Promise<void> }, data: Buffer): Promise<number> {
  if (data.length > 0) await file.appendFile(data)
  return data.length
}

async function createMailbox(mailbox: string): Promise<void> {
  for (const name of ['tmp', 'new', 'cur']) await makeFolder(join(mailbox, name))
}

let counter = 0

/** Time, process, counter and randomness, as the Maildir authors ask; "/" and ":" must not be in the host's part. */
function uniqueName({ clock, random, hostname }: MaildirContext): string {
  const now = clock.now()
  counter += 1
  const microseconds = (now % 1_000) * 1_000
  const lot = Buffer.from(random.bytes(6)).toString('hex')
  const host = hostname().replace(/[^A-Za-z0-9.-]/g, '_')
  return `${Math.floor(now / 1_000)}.M${microseconds}P${process.pid}Q${counter}R${lot}.${host}`
}

function withoutControls(text: string): string {
  return text.replace(/\p{Cc}/gu, '')
}
