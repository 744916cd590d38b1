import { accessSync, constants } from 'node:fs'
import { chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { findProgram, runProgram } from './run-program.ts'
import { answers } from './smtp-sink.ts'
import { waitFor } from './wait-for.ts'

const USER = 'Debian-exim'

/** Debian lets only one mail server be installed: `.ci/run` unpacks Exim beside Postfix, where its own user can read it. */
const UNPACKED = '/opt/exim/usr/sbin/exim4'

function findExim(): string | null {
  const installed = findProgram('exim4')
  if (installed) return installed
  try {
    accessSync(UNPACKED, constants.X_OK)
    return UNPACKED
  } catch {
    return null
  }
}

/** Exim runs as a user of its own, and only root may choose its configuration. */
export async function canRunExim(): Promise<boolean> {
  if (findExim() === null || process.getuid?.() !== 0) return false
  return (await runProgram('id', ['-u', USER])).code === 0
}

export interface EximOptions {
  /** Mail for these domains goes into one Maildir. */
  readonly localDomains?: readonly string[]
  /** Everything else goes to this port of this computer. */
  readonly smarthostPort?: number
  /** What it takes waits. */
  readonly queueOnly?: boolean
}

/** An Exim of our own, with its own spool and port. */
export class Exim {
  readonly port: number
  readonly folder: string

  private constructor(folder: string, port: number) {
    this.folder = folder
    this.port = port
  }

  static async start(options: EximOptions = {}): Promise<Exim> {
    const program = findExim()
    if (program === null) throw new Error('there is no Exim here')
    const exim = new Exim(await mkdtemp(join(tmpdir(), 'mailroom-exim-')), await freePort())
    await runProgram('chmod', ['755', exim.folder])
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (what) => Number((await runProgram('id', [what, USER])).stdout.trim())),
    )
    for (const folder of ['spool', 'log', 'mail']) {
      await mkdir(join(exim.folder, folder))
      await chown(join(exim.folder, folder), uid ?? 0, gid ?? 0)
    }
    await writeFile(exim.#config, exim.#configuration(program, options))
    const started = await runProgram(program, [
      '-C',
      exim.#config,
      '-bd',
      ...(options.queueOnly ? [] : ['-q2s']),
    ])
    if (started.code !== 0) throw new Error(`exim did not start: ${started.stdout}${started.stderr}`)
    await waitFor('exim', () => answers(exim.port))
    return exim
  }

  get #config(): string {
    return join(this.folder, 'exim.conf')
  }

  log(): Promise<string> {
    return readFile(join(this.folder, 'log', 'mainlog'), 'utf8').catch(() => '')
  }

  /** What lies in the one mailbox of all addresses, whole messages. */
  async mailbox(): Promise<string[]> {
    const folder = join(this.folder, 'mail', 'all', 'new')
    const names = await readdir(folder).catch(() => [])
    return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  }

  /** Of its daemon, the parent of all others. */
  async pid(): Promise<number> {
    return Number(await readFile(join(this.folder, 'spool', 'exim.pid'), 'utf8').catch(() => '0'))
  }

  async stop(): Promise<void> {
    const pid = await this.pid()
    if (pid > 0) process.kill(pid, 'SIGTERM')
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }

  #configuration(
    program: string,
    { localDomains = ['exim.test'], smarthostPort, queueOnly = false }: EximOptions,
  ): string {
    return `
exim_path = ${program}
primary_hostname = exim.test
keep_environment =
spool_directory = ${join(this.folder, 'spool')}
log_file_path = ${join(this.folder, 'log', '%slog')}
pid_file_path = ${join(this.folder, 'spool', 'exim.pid')}
daemon_smtp_ports = ${this.port}
local_interfaces = 127.0.0.1
domainlist local_domains = ${localDomains.join(' : ')}
queue_only = ${queueOnly}
smtp_accept_max = 200
smtp_connect_backlog = 200
smtp_accept_queue_per_connection = 0
chunking_advertise_hosts = *
dsn_advertise_hosts = *
smtputf8_advertise_hosts = *
tls_advertise_hosts =
acl_smtp_rcpt = accept
acl_smtp_data = accept
begin acl
begin routers
${
  smarthostPort === undefined
    ? ''
    : `onward:
  driver = manualroute
  domains = ! +local_domains
  transport = onward
  route_list = * 127.0.0.1::${smarthostPort} byname
  self = send`
}
here:
  driver = accept
  domains = +local_domains
  transport = mailboxes
begin transports
onward:
  driver = smtp
  hosts_try_chunking = *
  allow_localhost
mailboxes:
  driver = appendfile
  maildir_format
  directory = ${join(this.folder, 'mail', 'all')}
  create_directory
  user = ${USER}
begin retry
* * F,1h,1m
`
  }
}
