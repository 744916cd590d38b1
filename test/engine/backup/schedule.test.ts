import { expect, test } from 'vitest'
import { FakeClock } from '../../support/fake-clock.ts'
import { TemporaryEngine } from '../../support/temporary-engine.ts'
import { waitFor } from '../../support/wait-for.ts'

async function scheduled({ client }: TemporaryEngine, count: number) {
  return waitFor(`${count} scheduled backups`, async () => {
    const found = (await client.backups.list()).filter(({ reason }) => reason === 'scheduled')
    return found.length === count ? found : undefined
  })
}

test('makes the first backup at once, the next when it is due, and keeps as many as it was told', async () => {
  const clock = new FakeClock()
  const office = await TemporaryEngine.start({ clock, config: { backups: { every: '1d', keep: 2 } } })
  const [first] = await scheduled(office, 1)
  for (let hour = 0; hour < 23; hour += 1) clock.advance(3_600_000)
  expect(await scheduled(office, 1)).toHaveLength(1)
  // Time stands still for as long as a backup is being made, however long that takes here.
  const names = async () => {
    clock.advance(3_600_000)
    return (await office.client.backups.list()).map(({ name }) => name)
  }
  await waitFor('the second one', async () => (await names()).length === 2 || undefined)
  await waitFor(
    'the first one to be gone',
    async () => !(await names()).includes(first?.name ?? '') || undefined,
  )
  await scheduled(office, 2)
})

test('a backup that cannot be made is attention, until one succeeds', async () => {
  const office = await TemporaryEngine.start({ freeDiskBytes: async () => 1024 })
  await expect(office.client.backups.create()).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('not enough room'),
  })
  const { attention } = await office.engine.status()
  expect(attention).toContainEqual(expect.objectContaining({ kind: 'backup', severity: 'warning' }))
})
