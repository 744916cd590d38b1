import { chown, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { findProgram, type ProgramResult, runProgram, Server } from './run-program.ts'
import { answers } from './smtp-sink.ts'
import { waitFor } from './wait-for.ts'

/** As root it is run as nobody, which takes setpriv. */
export function canRunDovecot(): boolean {
  return findProgram('dovecot') !== null && (process.getuid?.() !== 0 || findProgram('setpriv') !== null)
}

interface User {
  readonly name: string
  readonly group: string
  readonly uid: number
  readonly gid: number
}

/** A Dovecot of our own without any rights: LMTP on a free port of this computer, mailboxes in a folder of its own. */
export class Dovecot {
  readonly port: number
  readonly folder: string
  readonly #user: User
  #server: Server | null = null

  private constructor(folder: string, port: number, user: User) {
    this.folder = folder
    this.port = port
    this.#user = user
  }

  /** `users`: addresses with their quota in KiB, null for none. */
  static async start(users: Readonly<Record<string, number | null>>): Promise<Dovecot> {
    const folder = await mkdtemp(join(tmpdir(), 'mailroom-dovecot-'))
    const dovecot = new Dovecot(folder, await freePort(), await whoRunsIt())
    await dovecot.#configure(users)
    dovecot.#server = new Server(...dovecot.#command('dovecot', ['-F', '-c', dovecot.#config]))
    await waitFor('Dovecot', () => answers(dovecot.port))
    return dovecot
  }

  /** Holds domain/local-part of each user. */
  get mailboxes(): string {
    return join(this.folder, 'mail')
  }

  doveadm(...args: string[]): Promise<ProgramResult> {
    return runProgram(...this.#command('doveadm', ['-c', this.#config, ...args]))
  }

  /** What another user wrote becomes Dovecot's own. */
  async takeOver(): Promise<void> {
    const { uid, gid } = this.#user
    const below = await readdir(this.folder, { recursive: true })
    for (const path of ['', ...below]) await chown(join(this.folder, path), uid, gid)
  }

  async stop(): Promise<void> {
    await this.#server?.stop()
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }

  get #config(): string {
    return join(this.folder, 'dovecot.conf')
  }

  #command(program: string, args: readonly string[]): [file: string, args: readonly string[]] {
    if (process.getuid?.() !== 0) return [program, args]
    const { uid, gid } = this.#user
    const path = findProgram(program) ?? program
    return ['setpriv', [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', path, ...args]]
  }

  async #configure(users: Readonly<Record<string, number | null>>): Promise<void> {
    await mkdir(this.mailboxes, { mode: 0o755 })
    const lines = Object.entries(users).map(([address, quota]) => {
      const rule = quota === null ? '' : `userdb_quota_rule=*:storage=${quota}k`
      return `${address}:{PLAIN}unused::::::${rule}\n`
    })
    await writeFile(join(this.folder, 'users'), lines.join(''))
    await writeFile(this.#config, configuration(this.folder, this.port, this.#user))
    if (process.getuid?.() === 0) await this.takeOver()
  }
}

async function whoRunsIt(): Promise<User> {
  const as = process.getuid?.() === 0 ? ['nobody'] : []
  const ask = async (what: string) => (await runProgram('id', [what, ...as])).stdout.trim()
  const [uid, gid] = [await ask('-u'), await ask('-g')]
  const name = (await runProgram('id', ['-un', ...as])).stdout.trim()
  const group = (await runProgram('id', ['-gn', ...as])).stdout.trim()
  return { name, group, uid: Number(uid), gid: Number(gid) }
}

function configuration(folder: string, port: number, { name, group, uid, gid }: User): string {
  return `protocols = lmtp
base_dir = ${folder}/run
state_dir = ${folder}/state
instance_name = mailroom-test-${port}
log_path = ${folder}/log
default_internal_user = ${name}
default_internal_group = ${group}
default_login_user = ${name}
first_valid_uid = 1
first_valid_gid = 1
ssl = no
hostname = dovecot.test
postmaster_address = postmaster@office.test
mail_location = maildir:${folder}/mail/%d/%n
mail_plugins = quota
quota_full_tempfail = yes
recipient_delimiter = +
service anvil {
  chroot =
}
service stats {
  chroot =
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${port}
  }
}
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = passwd-file
  args = username_format=%u ${folder}/users
  default_fields = uid=${uid} gid=${gid} home=${folder}/mail/%d/%n
}
plugin {
  quota = maildir:User quota
}
`
}
