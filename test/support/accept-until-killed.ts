/** Run as a process of its own: accepts mail as fast as it can and writes each id to stdout once it is accepted. */

import { openStorage } from '../../main/engine/storage/open-storage.ts'
import { createIdSource } from '../../shared/domain/id.ts'
import { sampleMessage } from './sample-message.ts'

const folder = process.argv[2] ?? ''
const storage = await openStorage({ folder })
const nextId = createIdSource(() => Date.now(), storage.lastId)

await Promise.all(Array.from({ length: 10 }, (_, index) => acceptForEver(index % 5 === 0)))

async function acceptForEver(isLarge: boolean): Promise<never> {
  for (;;) {
    const id = nextId()
    const writer = storage.createBody(id)
    await writer.write(new Uint8Array(isLarge ? 300_000 : 3_000))
    await storage.accept({ ...sampleMessage(), id, body: await writer.end() }, null)
    process.stdout.write(`${id}\n`)
  }
}
