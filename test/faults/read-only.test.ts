import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { PROGRAM } from '../support/mailroom-process.ts'
import { runProgram } from '../support/run-program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitFor } from '../support/wait-for.ts'
import { bodyFiles, startOnDisk, statusOf } from './support/disk/disk-mailroom.ts'
import { failingDisk } from './support/disk/failing-disk.ts'
import { sendOnce } from './support/disk/offer-mail.ts'
import { SmallDisk } from './support/disk/small-disk.ts'
import { whyNoPreloading } from './support/preloaded.ts'
import { lookAtStore } from './support/store-snapshot.ts'

const missing = whyNoPreloading()
if (missing) console.log(`Disks that fail while Mailroom runs are not tried: ${missing}.`)

it('on a read-only file system it does not start, says so in one sentence, and ends with 69', async ({
  skip,
}) => {
  const disk = await SmallDisk.mount()
  if (disk === null)
    return skip('no file system can be mounted here: root, and loop devices or tmpfs, are needed')
  const mailroom = await startOnDisk(disk.path)
  await mailroom.stop()
  await disk.makeReadOnly()
  for (const [folder, ...command] of [
    ['data', 'serve'],
    ['not-there/yet', 'serve'],
    ['data', 'queue', 'list'],
  ] as const) {
    const path = join(disk.path, folder)
    const { code, stderr } = await runProgram(process.execPath, [PROGRAM, ...command, '--data', path])
    expect(stderr).toBe(
      `mailroom: The data folder ${path} cannot be used: its file system is mounted read-only. Linux also does that ` +
        'after errors of a disk: look at the system log. Mount it for writing, then start Mailroom again.\n',
    )
    expect(code).toBe(69)
  }
})

it.skipIf(missing).each(['EROFS', 'EIO'] as const)(
  'a disk that takes no writes for a while (%s): mail is answered 451 and nothing of it kept, then all goes on',
  async (error) => {
    const folder = await temporaryFolder()
    const root = join(folder, 'disk')
    await mkdir(root)
    const disk = await failingDisk(root, folder)
    const mailroom = await startOnDisk(root, { env: disk.env })
    const port = mailroom.port()
    expect((await sendOnce(port, { subject: 'before', octets: 300_000 })).code).toBe(250)

    await disk.fail(error)
    for (const octets of [500, 60_000, 300_000, 2_000_000])
      expect((await sendOnce(port, { subject: `failing ${octets}`, octets })).raw).toMatch(/^451 4\.3\.0 /)
    await waitFor('words about the disk', async () => {
      const { attention } = await statusOf(mailroom)
      return attention.some(({ kind }) => kind === 'storage')
    })

    await disk.recover()
    for (const octets of [500, 300_000])
      expect((await sendOnce(port, { subject: `after ${octets}`, octets })).code).toBe(250)
    await mailroom.kill()
    const { violations, open } = await lookAtStore(mailroom.data)
    expect(violations).toEqual([])
    expect([...open].sort()).toEqual(['after 300000', 'after 500', 'before'])
    expect((await bodyFiles(mailroom.data)).length).toBeGreaterThanOrEqual(2)
  },
)

it.skipIf(missing)(
  'asked to stop while the disk takes no writes, it stops, and starts again once it does',
  async () => {
    const folder = await temporaryFolder()
    const root = join(folder, 'disk')
    await mkdir(root)
    const disk = await failingDisk(root, folder)
    const mailroom = await startOnDisk(root, { env: disk.env })
    expect((await sendOnce(mailroom.port(), { subject: 'before' })).code).toBe(250)
    await disk.fail('EROFS')
    await mailroom.stop()
    await disk.recover()
    const next = await startOnDisk(root)
    expect((await next.queue()).map(({ subject }) => subject)).toEqual(['before'])
  },
)
