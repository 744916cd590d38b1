import { afterEach, expect, test } from 'vitest'
import { closeMessageFile, useOpenedMessage } from '../../../renderer/desktop/opened-message.ts'
import { takeFiles } from '../../../renderer/message/file/take-file.ts'
import { waitFor } from '../../support/wait-for.ts'

afterEach(() => closeMessageFile())

/** A file of any size without its octets; counts how often it is read. */
function fileOf(name: string, size: number) {
  const read: string[] = []
  const file = Object.assign(new File(['Subject: x\r\n\r\nx\r\n'], name), {
    arrayBuffer: async () => {
      read.push(name)
      return new TextEncoder().encode('Subject: x\r\n\r\nx\r\n').buffer
    },
  })
  Object.defineProperty(file, 'size', { value: size })
  return { file, read }
}

test('a file that is dropped and too large is not read at all', async () => {
  const large = fileOf('large.eml', 64 * 1024 * 1024 + 1)
  takeFiles([large.file])
  const small = fileOf('small.eml', 64 * 1024 * 1024)
  takeFiles([small.file])
  await waitFor('the other one', () => useOpenedMessage.getState().message?.name === 'small.eml')
  expect(large.read).toEqual([])
  expect(small.read).toEqual(['small.eml'])
})
