import { EventEmitter } from 'node:events'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { sendChunks, sendContent } from '../../../main/engine/delivery/send-content.ts'
import type { WireConnection } from '../../../main/engine/delivery/wire-connection.ts'

const KIB = 1024

/** A connection whose peer takes each write at once, or a moment later. */
function wireTo(peer: 'fast' | 'slow') {
  const limits: { milliseconds: number; isOver: boolean }[] = []
  const socket = Object.assign(new EventEmitter(), {
    destroyed: false,
    writableLength: 0,
    write(octets: Buffer, done: () => void) {
      const taken = () => {
        socket.writableLength = 0
        done()
        socket.emit('drain')
      }
      if (peer === 'slow') {
        socket.writableLength = octets.length
        setImmediate(taken)
      } else process.nextTick(done)
      return peer === 'fast'
    },
  })
  const wire = {
    socket,
    announceChunk() {},
    expectTaken(milliseconds: number) {
      const limit = { milliseconds, isOver: false }
      limits.push(limit)
      return () => {
        limit.isOver = true
      }
    },
  }
  return { wire: wire as unknown as WireConnection, limits }
}

const bodyOf = (octets: number) => async () =>
  Readable.from(Array.from({ length: octets / (64 * KIB) }, () => Buffer.alloc(64 * KIB, 'x')))
const common = { patience: 1_000, isOver: () => false }

test('what a peer does not take at once has its time: so much for each 64 KiB, and no longer than it takes', async () => {
  const { wire, limits } = wireTo('slow')
  const octets = await sendContent({ ...common, wire, openBody: bodyOf(128 * KIB), onDot: () => undefined })
  expect(octets).toBe(128 * KIB)
  expect(limits.map(({ milliseconds }) => milliseconds)).toEqual([1_000, 1_000, 1_000])
  expect(limits.every(({ isOver }) => isOver)).toBe(true)
})

test('a chunk of a mebibyte has that of its sixteen parts', async () => {
  const { wire, limits } = wireTo('slow')
  const chunks = { ...common, onSent: async () => true, onLast: () => undefined }
  await sendChunks({ ...chunks, wire, openBody: bodyOf(1024 * KIB) })
  expect(limits).toEqual([{ milliseconds: 16_000, isOver: true }])
})

test('what the system takes at once needs no clock', async () => {
  const { wire, limits } = wireTo('fast')
  await sendContent({ ...common, wire, openBody: bodyOf(128 * KIB), onDot: () => undefined })
  expect(limits).toEqual([])
})
