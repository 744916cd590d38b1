/** Saves messages as they are stored: one as .eml, several as one .mbox. */
import { ORPCError } from '@orpc/client'
import type { Client } from '../../../shared/contract/contract.ts'
import type { QueueFilter, Selection } from '../../../shared/contract/queue.ts'
import type { MessageRow } from '../../../shared/domain/message.ts'
import { octetsOf } from '../../../shared/mime/octets.ts'
import { saveFile } from '../../files/save-file.ts'
import { fileNameOf, mboxEntry } from './mbox.ts'

export interface ExportProgress {
  readonly done: number
  readonly all: number
}

export interface Exported {
  readonly saved: number
  /** Their bodies are gone: they were delivered or deleted. */
  readonly missing: number
  /** More were selected than one file takes. */
  readonly isCut: boolean
}

/** A browser holds the file in memory until it is saved. */
export const MOST_EXPORTED = 5_000
const MOST_OCTETS = 1024 ** 3

export async function exportMessages(
  client: Client,
  selection: Selection,
  onProgress: (progress: ExportProgress) => void,
  signal: AbortSignal,
): Promise<Exported> {
  const { rows, isCut } = await rowsOf(client, selection, signal)
  const entries: Blob[] = []
  let octets = 0
  let missing = 0
  let cut = isCut
  for (const [index, row] of rows.entries()) {
    onProgress({ done: index, all: rows.length })
    const source = await sourceOf(client, row.id, signal)
    if (source === null) missing += 1
    else if (rows.length === 1) {
      saveFile(`${fileNameOf(row.subject, row.id)}.eml`, 'message/rfc822', octetsOf(source))
      return { saved: 1, missing: 0, isCut: false }
    } else {
      entries.push(new Blob([octetsOf(mboxEntry(source, row.sender, row.receivedAt))]))
      octets += source.length
      cut ||= octets > MOST_OCTETS && index < rows.length - 1
      if (octets > MOST_OCTETS) break
    }
  }
  if (entries.length > 0) saveFile('messages.mbox', 'application/mbox', new Blob(entries))
  return { saved: entries.length, missing, isCut: cut }
}

async function rowsOf(client: Client, selection: Selection, signal: AbortSignal) {
  if (selection.kind === 'filter') return matching(client, selection.filter, signal)
  const rows: Pick<MessageRow, 'id' | 'sender' | 'subject' | 'receivedAt'>[] = []
  for (const id of selection.ids.slice(0, MOST_EXPORTED)) {
    try {
      rows.push((await client.queue.get({ id }, { signal })).message)
    } catch (error) {
      if (!isNotFound(error)) throw error
    }
  }
  return { rows, isCut: selection.ids.length > MOST_EXPORTED }
}

/** Oldest first, as mail files are. */
async function matching(client: Client, filter: QueueFilter, signal: AbortSignal) {
  const rows: MessageRow[] = []
  let cursor: string | null = null
  do {
    const page: { rows: MessageRow[]; nextCursor: string | null } = await client.queue.list(
      { filter, cursor, limit: 500, sort: { by: 'receivedAt', direction: 'ascending' } },
      { signal },
    )
    rows.push(...page.rows)
    cursor = page.nextCursor
  } while (cursor !== null && rows.length < MOST_EXPORTED)
  return { rows: rows.slice(0, MOST_EXPORTED), isCut: cursor !== null || rows.length > MOST_EXPORTED }
}

/** One character an octet; null where the body is gone. */
async function sourceOf(client: Client, id: string, signal: AbortSignal): Promise<string | null> {
  const chunks: string[] = []
  try {
    for (let offset: number | null = 0; offset !== null; ) {
      const chunk: { base64: string; nextOffset: number | null } = await client.content.source(
        { id, offset },
        { signal },
      )
      chunks.push(atob(chunk.base64))
      offset = chunk.nextOffset
    }
  } catch (error) {
    if (isNotFound(error)) return null
    throw error
  }
  return chunks.join('')
}

function isNotFound(error: unknown): boolean {
  return error instanceof ORPCError && error.code === 'NOT_FOUND'
}
