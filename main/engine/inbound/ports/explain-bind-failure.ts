import { freePort } from './free-port.ts'
import { portOwner } from './port-owner.ts'
import { portProblem } from './port-problem.ts'

export interface ExplainedFailure {
  /** What happened and what to do, in words. */
  readonly problem: string
  readonly proposedPort: number | null
}

/** Looks for who holds the port, and for another one, where that helps. */
export async function explainBindFailure(
  error: NodeJS.ErrnoException,
  host: string,
  port: number,
): Promise<ExplainedFailure> {
  const { platform, execPath: executable } = process
  const code = error.code ?? ''
  const [owner, proposedPort] = await Promise.all([
    code === 'EADDRINUSE' ? portOwner(port, platform) : null,
    code === 'EADDRINUSE' || code === 'EACCES' ? freePort(host, port) : null,
  ])
  const { message } = error
  const problem = portProblem({ code, message, host, port, owner, proposedPort, platform, executable })
  return { problem, proposedPort }
}
