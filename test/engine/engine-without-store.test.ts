import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { startEngine } from '../../main/engine/engine.ts'
import { createNodePorts } from '../../main/engine-host/create-node-ports.ts'
import { SilentLogger } from '../support/silent-logger.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { TEST_LISTENER } from '../support/temporary-engine.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test.each(['storage-writer', 'storage-reader'])(
  'when the %s dies, the host is told to start anew, a client hears the truth, and stop still ends',
  async (name) => {
    const workers = listenForWorkers()
    const failures: Error[] = []
    const folder = await temporaryFolder()
    const engine = await startEngine({
      folder,
      ports: await createNodePorts({ folder, logger: new SilentLogger() }),
      version: '0.0.0-test',
      config: { hostname: 'relay.office.test', console: { port: 0 }, listeners: [TEST_LISTENER] },
      onFailure: (error) => failures.push(error),
    })
    onTestFinished(() => engine.stop())
    const { listeners } = await engine.status()
    const client = await SmtpClient.connect({ port: listeners[0]?.port ?? 0 })
    await client.reply()
    await client.expect('EHLO scanner', '250')
    await client.expect('MAIL FROM:<a@office.test>', '250')
    await client.expect('RCPT TO:<b@far.test>', '250')
    await client.expect('DATA', '354')

    await workers.find(({ entry }) => entry.includes(name))?.worker.terminate()
    expect(failures).toMatchObject([{ code: 'STORAGE_UNAVAILABLE' }])
    const answer = await client.send('Subject: late\r\n\r\nToo late.\r\n.')
    expect(answer.code).toBe(name === 'storage-writer' ? 451 : 250)
    await engine.stop()
  },
)

/** Workers that this process starts while the test runs, by what they run. */
function listenForWorkers(): { readonly worker: Worker; readonly entry: string }[] {
  const workers: { worker: Worker; entry: string }[] = []
  const listen = (message: unknown) => {
    const { worker } = message as { worker: Worker }
    workers.push({ worker, entry: worker.threadName ?? '' })
  }
  subscribe('worker_threads', listen)
  onTestFinished(() => void unsubscribe('worker_threads', listen))
  return workers
}
