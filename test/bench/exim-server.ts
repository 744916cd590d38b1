import { Exim } from '../support/exim.ts'
import type { BenchServer } from './scenarios.ts'

export const eximServer: BenchServer = {
  name: 'Exim',
  async start(purpose) {
    const exim = await Exim.start(
      purpose.kind === 'keep' ? { queueOnly: true } : { localDomains: [], smarthostPort: purpose.to },
    )
    return { port: exim.port, pid: await exim.pid(), stop: () => exim.stop() }
  },
}
