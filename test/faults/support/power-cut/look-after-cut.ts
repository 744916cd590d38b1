/** What is wrong with a data folder after a power cut, by what was promised before it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { startEngine } from '../../../../main/engine/engine.ts'
import type { Engine } from '../../../../main/engine/running-engine.ts'
import { createNodePorts } from '../../../../main/engine-host/create-node-ports.ts'
import { SilentLogger } from '../../../support/silent-logger.ts'
import { lookAtStore } from '../store-snapshot.ts'
import { type Promised, promisedBy, type RecordedLife } from './recorded-life.ts'

/** Opens the folder as a start does. Empty when everything is as it was promised. */
export async function lookAfterCut(data: string, life: RecordedLife, cut: number): Promise<string[]> {
  const promised = promisedBy(life, cut)
  const inFlight = await inFlightAt(data, promised)
  let engine: Engine
  try {
    const ports = await createNodePorts({ folder: data, logger: new SilentLogger() })
    engine = await startEngine({ folder: data, ports, version: '0.0.0-test', mode: 'offline' })
  } catch (error) {
    return [`it does not start: ${error instanceof Error ? error.message : String(error)}`]
  }
  let problems: string[]
  try {
    problems = await compare(engine, promised, life, inFlight)
  } finally {
    await engine.stop()
  }
  if (existsSync(join(data, 'damaged'))) problems.push('what the cut left was taken for a damaged database')
  const { violations } = await lookAtStore(data)
  return [...problems, ...violations]
}

/** Before the start, which ends attempts that the cut broke off. */
export async function inFlightAt(data: string, { acknowledged }: Promised): Promise<ReadonlySet<string>> {
  if (!existsSync(join(data, 'mailroom.sqlite')) || acknowledged.size === 0) return new Set()
  return (await lookAtStore(data)).inFlight
}

async function compare(
  { storage }: Engine,
  { acknowledged, taken }: Promised,
  { sent, before }: RecordedLife,
  inFlight: ReadonlySet<string>,
): Promise<string[]> {
  const problems: string[] = []
  const sort = { by: 'receivedAt', direction: 'ascending' } as const
  const { rows } = await storage.listMessages({ filter: {}, sort, cursor: null, limit: 100_000, now: 0 })
  const known = new Set(rows.map(({ id }) => id))
  for (const id of acknowledged) if (!known.has(id)) problems.push(`${id} was answered 250 and is lost`)
  const subjects = new Set<string>()
  for (const { id, subject, state, size } of rows) {
    if (subjects.has(subject)) problems.push(`${subject} is there twice`)
    subjects.add(subject)
    if (state === 'delivered') {
      if (!taken.has(subject)) problems.push(`${subject} was never delivered and counts as delivered`)
      continue
    }
    // What was in flight at an earlier cut may wait for its second attempt.
    if (taken.has(subject) && !before.taken.has(subject) && !inFlight.has(subject))
      problems.push(`${subject} was delivered before and will be again, though it was not in flight`)
    const body = await storage.readBody(id, size).catch((error: Error) => error)
    if (body instanceof Error) problems.push(`${subject} has no body: ${body.message}`)
    else if (!isAsSent(Buffer.from(body.content).toString('latin1'), sent.get(subject)))
      problems.push(`${subject} is not what was sent (${body.content.length} octets)`)
  }
  return problems
}

/** As it came, below our own trace field (RFC 5321 §4.4). */
function isAsSent(stored: string, sent: string | undefined): boolean {
  if (sent === undefined || !stored.endsWith(sent)) return false
  const added = stored.slice(0, -sent.length)
  return /^Received: [^\r]*\r\n(?:[ \t][^\r]*\r\n)*$/.test(added)
}
