import { Postfix } from '../support/postfix.ts'
import type { BenchServer } from './scenarios.ts'

export const postfixServer: BenchServer = {
  name: 'Postfix',
  async start(purpose) {
    // "static:HOLD" puts mail straight into the hold queue: the queue manager does not even look at it.
    const settings: Record<string, string> =
      purpose.kind === 'keep'
        ? { smtpd_client_restrictions: 'check_client_access static:HOLD' }
        : { relayhost: `[127.0.0.1]:${purpose.to}`, smtp_tls_security_level: 'none' }
    const postfix = await Postfix.start(settings)
    return { port: postfix.port, pid: await postfix.pid(), stop: () => postfix.stop() }
  },
}
