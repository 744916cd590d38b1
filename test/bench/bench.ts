/**
 * npm run bench: what Mailroom does in a second, beside a Postfix of the same machine in the same run.
 *
 *   --rounds N    rounds of each row, the servers in turn; the table shows medians (default 5)
 *   --messages N  small messages in a round (default 6000)
 *   --json FILE   writes every round as JSON
 *   --exim        beside an Exim as well, which takes its time
 *   --only PATTERN  rows and interactions whose name matches the pattern
 *   --panels ONLY|NONE  the window's panels alone, or not at all (default: after the others)
 *   --queue N     messages in the queue that the panels show (default 1000000)
 *   --minutes N   of live events, over which the page's memory is watched (default 1; 0: without)
 *   --folder PATH the panels' data folder, kept and used again (default: a new one that goes afterwards)
 */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { canRunExim } from '../support/exim.ts'
import { canRunPostfix } from '../support/postfix.ts'
import { findProgram } from '../support/run-program.ts'
import { hasSmtpSink } from '../support/smtp-sink.ts'
import { eximServer } from './exim-server.ts'
import { BUILT_PROGRAM, mailroomServer } from './mailroom-server.ts'
import { measurePanels, type PanelRow, printPanels } from './panels/panel-bench.ts'
import { postfixServer } from './postfix-server.ts'
import { type Measurement, printTable, type Row, summarise } from './results.ts'
import { type BenchServer, scenarios } from './scenarios.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    messages: { type: 'string', default: '6000' },
    json: { type: 'string' },
    exim: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    panels: { type: 'string', default: '' },
    queue: { type: 'string', default: '1000000' },
    minutes: { type: 'string', default: '1' },
    folder: { type: 'string' },
  },
})

async function main(): Promise<void> {
  if (!existsSync(BUILT_PROGRAM)) execFileSync('npm', ['run', 'build'], { stdio: 'inherit' })
  const rows = values.panels === 'only' ? [] : await measureServers()
  const panels = values.panels === 'none' ? [] : await measureWindow()
  if (values.json) await writeFile(values.json, `${JSON.stringify(report(rows, panels), null, 2)}\n`)
}

async function measureServers(): Promise<Row[]> {
  requirePrograms()
  const servers: BenchServer[] = [mailroomServer]
  if (canRunPostfix()) servers.push(postfixServer)
  else console.log('Postfix is not installed, or this is not root: no ratios.')
  if (values.exim && (await canRunExim())) servers.push(eximServer)
  else if (values.exim) console.log('Exim is not installed, or this is not root: not measured.')
  const rounds = Number(values.rounds)
  const chosen = scenarios(Number(values.messages)).filter(({ name }) => new RegExp(values.only).test(name))
  const rows: Row[] = []
  for (const scenario of chosen) {
    const measurements: Measurement[] = []
    for (let round = 1; round <= rounds; round++)
      for (const server of servers) {
        process.stderr.write(`${scenario.name}: round ${round} of ${rounds}, ${server.name}\n`)
        measurements.push({ server: server.name, figures: await scenario.run(server) })
      }
    rows.push(...summarise(scenario, measurements))
  }
  printTable(rows)
  return rows
}

async function measureWindow(): Promise<readonly PanelRow[]> {
  const [messages, minutes] = [Number(values.queue), Number(values.minutes)]
  const rows = await measurePanels({
    messages,
    minutes,
    rounds: 40,
    only: values.only,
    folder: values.folder ?? null,
  })
  if (rows === null) console.log('No browser is installed: the panels were not measured.')
  else printPanels(rows)
  return rows ?? []
}

function requirePrograms(): void {
  if (findProgram('smtp-source') && hasSmtpSink()) return
  console.error(
    "The bench needs smtp-source and smtp-sink, from Debian's package postfix: apt-get install postfix",
  )
  process.exit(2)
}

function report(rows: readonly Row[], panels: readonly PanelRow[]) {
  return {
    date: new Date().toISOString(),
    node: process.version,
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    rounds: Number(values.rounds),
    rows,
    panels,
  }
}

await main()
