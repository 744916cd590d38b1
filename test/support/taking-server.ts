import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface Arrived {
  readonly sender: string
  readonly recipients: readonly string[]
  readonly content: string
  readonly user: string | null
}

/** A mail server that takes what it gets. Without `onAuth` nobody has to sign in, or can. */
export function createTakingServer(
  onArrived: (mail: Arrived) => void,
  options: SMTPServerOptions = {},
): SMTPServer {
  return new SMTPServer({
    disabledCommands: options.onAuth ? ['STARTTLS'] : ['AUTH', 'STARTTLS'],
    authOptional: options.onAuth === undefined,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    // Idle connections of the pool are cut, as by a crash.
    closeTimeout: 20,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        onArrived({
          sender: mailFrom === false ? '' : mailFrom.address,
          recipients: rcptTo.map(({ address }) => address),
          content: Buffer.concat(chunks).toString('utf8'),
          user: typeof session.user === 'string' ? session.user : null,
        })
        done(null, 'accepted for you')
      })
    },
    ...options,
  })
}
