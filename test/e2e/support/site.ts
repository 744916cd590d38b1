/** One office for a test: a data folder with a listener on a free port, a next hop, and a client that submits. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import type { ConfigInput } from '../../../shared/domain/config.ts'
import { freePort } from '../../support/free-port.ts'
import { MailroomProcess } from '../../support/mailroom-process.ts'
import { NextHop } from './next-hop.ts'

export interface Site {
  readonly data: string
  readonly listenerPort: number
  readonly nextHop: NextHop
  submit(mail: {
    readonly subject: string
    readonly to?: string
    readonly from?: string
    readonly auth?: { user: string; pass: string }
    /** Another address of this computer, which looks like another client. */
    readonly localAddress?: string
  }): Promise<string>
  close(): Promise<void>
}

export interface SiteOptions {
  /** What is set up before the window opens, beyond the ports; gets that of the next hop. */
  readonly config?: (nextHopPort: number) => Partial<ConfigInput>
  readonly trustedNetworks?: readonly string[]
  /** Done in its first life, while nobody looks: accounts, mail. */
  readonly prepare?: (mailroom: MailroomProcess) => Promise<void>
}

export async function openSite({
  config = () => ({}),
  trustedNetworks = ['127.0.0.0/8'],
  prepare,
}: SiteOptions = {}): Promise<Site> {
  const data = await mkdtemp(join(tmpdir(), 'mailroom-e2e-'))
  const listenerPort = await freePort()
  const nextHop = new NextHop(await freePort())
  // A first life headless sets the ports, which must not be anyone's; everything else is done by hand in the window.
  const headless = await MailroomProcess.start({
    data,
    config: {
      hostname: 'relay.office.test',
      console: { port: await freePort() },
      listeners: [{ name: 'local', port: listenerPort, trustedNetworks: [...trustedNetworks] }],
      ...config(nextHop.port),
    },
  })
  await prepare?.(headless)
  await headless.stop()
  return {
    data,
    listenerPort,
    nextHop,
    async submit({ subject, to = 'anna@customer.test', from = 'scanner@office.test', auth, localAddress }) {
      const transport = createTransport({
        host: '127.0.0.1',
        port: listenerPort,
        requireTLS: true,
        tls: { rejectUnauthorized: false },
        ...(auth && { auth }),
        ...(localAddress !== undefined && { localAddress }),
      })
      const { response } = await transport.sendMail({
        from,
        to,
        subject,
        text: 'See attached.',
      })
      transport.close()
      return response
    },
    async close() {
      await nextHop.down()
      await rm(data, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
