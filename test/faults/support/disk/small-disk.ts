/** A file system of its own, small enough to be filled: ext4 in a file, or tmpfs where that cannot be mounted. */
import { mkdir, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { runProgram } from '../../../support/run-program.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const MEBIBYTE = 1024 * 1024
/** Mailroom turns mail away while less than 200 MiB are free, so a disk that is in order has more. */
const SIZE = 500

export class SmallDisk {
  readonly path: string
  /** ext4 or tmpfs. */
  readonly kind: string

  private constructor(path: string, kind: string) {
    this.path = path
    this.kind = kind
  }

  /** null where this computer does not let us mount one; why not is printed. */
  static async mount(): Promise<SmallDisk | null> {
    const folder = await temporaryFolder()
    const path = join(folder, 'disk')
    await mkdir(path)
    const kind = (await mountImage(join(folder, 'image'), path)) ?? (await mountMemory(path))
    if (kind === null) return null
    onTestFinished(async () => {
      await succeeds('umount', '--lazy', path)
    })
    return new SmallDisk(path, kind)
  }

  /** Takes all room but so many octets. */
  async fill(left = 0): Promise<void> {
    await mkdir(this.#ballast, { recursive: true })
    const reserved = left === 0 ? null : join(this.path, 'reserved')
    if (reserved) await requireSuccess('fallocate', '-l', String(left), reserved)
    for (let size = 64 * MEBIBYTE, number = 0; size >= 4096; number += 1)
      if (!(await succeeds('fallocate', '-l', String(size), join(this.#ballast, String(number))))) {
        await rm(join(this.#ballast, String(number)), { force: true })
        size /= 2
      }
    if (reserved) await rm(reserved)
  }

  async makeRoom(): Promise<void> {
    for (const name of await readdir(this.#ballast)) await rm(join(this.#ballast, name))
  }

  /** Nothing may be open for writing on it. */
  makeReadOnly(): Promise<void> {
    return requireSuccess('mount', '-o', 'remount,ro', this.path)
  }

  get #ballast(): string {
    return join(this.path, 'ballast')
  }
}

async function mountImage(image: string, path: string): Promise<'ext4' | null> {
  const file = await open(image, 'w')
  await file.truncate(SIZE * MEBIBYTE)
  await file.close()
  const isMade = await succeeds('mkfs.ext4', '-q', '-m', '0', image)
  return isMade && (await succeeds('mount', '-o', 'loop', image, path)) ? 'ext4' : null
}

async function mountMemory(path: string): Promise<'tmpfs' | null> {
  return (await succeeds('mount', '-t', 'tmpfs', '-o', `size=${SIZE}m`, 'none', path)) ? 'tmpfs' : null
}

async function succeeds(program: string, ...args: string[]): Promise<boolean> {
  try {
    return (await runProgram(program, args)).code === 0
  } catch {
    return false
  }
}

async function requireSuccess(program: string, ...args: string[]): Promise<void> {
  const { code, stderr } = await runProgram(program, args)
  if (code !== 0) throw new Error(`${program}: ${stderr}`)
}
