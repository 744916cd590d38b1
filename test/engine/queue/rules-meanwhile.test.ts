import { expect, it } from 'vitest'
import type { Storage } from '../../../main/engine/storage/storage.ts'
import { temporaryQueue } from './temporary-queue.ts'

/** Records wait until `open`, as they do behind others on a slow disk. */
function slowRecords() {
  let open = () => {}
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const wrap = (storage: Storage): Storage => ({
    ...storage,
    async recordResults(owner, results) {
      await gate
      return storage.recordResults(owner, results)
    },
  })
  return { wrap, open }
}

it('mail that is being held for want of a route goes on where the rules changed meanwhile', async () => {
  const records = slowRecords()
  const queue = await temporaryQueue({ config: { routes: [], rules: [] }, wrap: records.wrap })
  const id = await queue.receive({ to: ['a@x.test'] })
  // Asked with the old rules, not yet on record: the change finds nothing that is held.
  queue.config.change(
    {
      routes: [{ name: 'provider', kind: 'smarthost', host: 'smtp.provider.test' }],
      rules: [{ name: 'rest', action: { kind: 'route', route: 'provider' } }],
    },
    ['routes', 'rules'],
  )
  await queue.storage.countMessages({})
  records.open()
  await queue.reaches(id, 'delivered')
  expect(await queue.kinds(id)).toEqual(['Reception', 'Hold', 'Release', 'Delivery'])
})
