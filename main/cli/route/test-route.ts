import type { Client } from '../../../shared/contract/contract.ts'
import type { SessionLine } from '../../../shared/domain/session.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { plainText, printJson, printLine } from '../output.ts'
import { findRoute } from './find-route.ts'

const MARKS: Record<SessionLine['kind'], string> = {
  client: '>',
  server: '<',
  data: '=',
  tls: '*',
  note: '*',
}

/** The conversation as it happens, then the verdict; exit code 1 where the route does not work. */
export async function testRoute(
  client: Client,
  name: string,
  { domain, json = false }: { readonly domain?: string; readonly json?: boolean },
): Promise<ExitCode> {
  const { route } = await findRoute(client, name)
  const events = await client.routes.test(domain === undefined ? { route } : { route, domain })
  for await (const event of events) {
    if (json) printJson(event)
    else if (event.kind === 'line') printLine(`${MARKS[event.line.kind]} ${plainText(event.line.text)}`)
    else printLine(plainText(event.text))
    if (event.kind === 'verdict') return event.ok ? EXIT.ok : EXIT.failed
  }
  return EXIT.failed
}
