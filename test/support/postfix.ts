import { chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { findProgram, runProgram } from './run-program.ts'
import { answers } from './smtp-sink.ts'
import { waitFor } from './wait-for.ts'

/** Postfix's master insists on root. */
export function canRunPostfix(): boolean {
  return findProgram('postfix') !== null && process.getuid?.() === 0
}

/** A Postfix of our own: its own queue, port, and log; the system's is not touched. */
export class Postfix {
  readonly port: number
  readonly folder: string

  private constructor(folder: string, port: number) {
    this.folder = folder
    this.port = port
  }

  /** `settings` are lines of main.cf. */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<Postfix> {
    const postfix = new Postfix(await mkdtemp(join(tmpdir(), 'mailroom-postfix-')), await freePort())
    await postfix.#configure(settings)
    const started = await runProgram('postfix', ['-c', postfix.#config, 'start'])
    if (started.code !== 0) throw new Error(`postfix did not start: ${started.stdout}${started.stderr}`)
    await waitFor('postfix', () => answers(postfix.port))
    return postfix
  }

  get #config(): string {
    return join(this.folder, 'config')
  }

  log(): Promise<string> {
    return readFile(join(this.folder, 'log'), 'utf8').catch(() => '')
  }

  /** The pid of its master; the others are its children. */
  async pid(): Promise<number> {
    return Number((await readFile(join(this.folder, 'queue/pid/master.pid'), 'utf8')).trim())
  }

  async deleteQueue(): Promise<void> {
    await runProgram('postsuper', ['-c', this.#config, '-d', 'ALL'])
  }

  async stop(): Promise<void> {
    await runProgram('postfix', ['-c', this.#config, 'stop'])
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }

  async #configure(settings: Readonly<Record<string, string>>): Promise<void> {
    for (const folder of ['config', 'queue', 'data', 'mail'])
      await mkdir(join(this.folder, folder), { mode: 0o755 })
    await runProgram('chmod', ['755', this.folder])
    const owner = await runProgram('id', ['-u', 'postfix'])
    const uid = Number(owner.stdout.trim())
    for (const folder of ['data', 'mail']) await chown(join(this.folder, folder), uid, uid)
    const main = { ...this.#defaults(), ...settings }
    const lines = Object.entries(main).map(([key, value]) => `${key} = ${value}`)
    await writeFile(join(this.#config, 'main.cf'), `${lines.join('\n')}\n`)
    await writeFile(join(this.#config, 'master.cf'), masterCf(this.port))
  }

  #defaults(): Record<string, string> {
    return {
      compatibility_level: '3.6',
      queue_directory: join(this.folder, 'queue'),
      data_directory: join(this.folder, 'data'),
      maillog_file: join(this.folder, 'log'),
      maillog_file_prefixes: tmpdir(),
      mail_owner: 'postfix',
      myhostname: 'postfix.test',
      mydestination: '',
      mynetworks: '127.0.0.0/8',
      inet_interfaces: '127.0.0.1',
      inet_protocols: 'ipv4',
      smtpd_relay_restrictions: 'permit_mynetworks, reject',
      smtp_dns_support_level: 'disabled',
      smtp_host_lookup: 'native',
      message_size_limit: '0',
      mailbox_size_limit: '0',
      alias_maps: '',
      local_recipient_maps: '',
      // Held back on purpose when mail comes in faster than it goes out: off, or it would compare a pause.
      in_flow_delay: '0',
    }
  }
}

/** The services of Debian's master.cf that take, queue and send mail; none in a chroot. */
function masterCf(port: number): string {
  return `127.0.0.1:${port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`
}
