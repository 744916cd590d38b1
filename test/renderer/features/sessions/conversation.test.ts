import { expect, test } from 'vitest'
import { sampleSession } from '../../../../renderer/bridge/memory/sample-sessions.ts'
import { applySessions } from '../../../../renderer/features/sessions/session-rows.ts'
import { addBatch, LINES_AT_MOST } from '../../../../renderer/features/sessions/use-conversation.ts'
import { replyParts } from '../../../../renderer/transcript/reply-parts.ts'

const BASE = Date.UTC(2026, 0, 1)
const { row, lines } = sampleSession(2, BASE, [])
const empty = { session: null, lines: [], dropped: 0, problem: null }

test('adds what is new and leaves out what it has, as after a reconnection', () => {
  const first = addBatch(empty, { session: row, lines: lines.slice(0, 3), dropped: 0 })
  const second = addBatch(first, { session: row, lines: lines.slice(1, 5), dropped: 0 })
  expect(second.lines.map((line) => line.number)).toEqual([1, 2, 3, 4, 5])
})

test('stays bounded and says how much went', () => {
  const many = Array.from({ length: LINES_AT_MOST + 7 }, (_, index) => ({
    number: index + 1,
    at: 0,
    kind: 'note' as const,
    text: '',
  }))
  const conversation = addBatch(empty, { session: row, lines: many, dropped: 2 })
  expect(conversation.lines.length).toBe(LINES_AT_MOST)
  expect(conversation.dropped).toBe(9)
})

test('a changed session is replaced where it stands; a newer one that matches comes first', () => {
  const [newest, older] = [sampleSession(1, BASE, []).row, sampleSession(2, BASE, []).row]
  const fresh = sampleSession(0, BASE, []).row
  const next = applySessions([newest, older], [{ ...older, outcome: 'failed' }, fresh], {})
  expect(next.map(({ id, outcome }) => [id, outcome])).toEqual([
    [fresh.id, 'open'],
    [newest.id, newest.outcome],
    [older.id, 'failed'],
  ])
  expect(applySessions([newest], [fresh], { direction: 'outbound' })).toEqual([newest])
})

test('splits a reply into code and text, line by line, and colours it by its class', () => {
  expect(replyParts('250-SIZE 1\n250 OK')).toEqual([
    { code: '250', rest: '-SIZE 1', tone: 'ok' },
    { code: '250', rest: ' OK', tone: 'ok' },
  ])
  expect(replyParts('451 4.7.1 Later')[0]?.tone).toBe('warn')
  expect(replyParts('550')[0]).toEqual({ code: '550', rest: '', tone: 'bad' })
  expect(replyParts('2500 no reply')[0]?.code).toBeNull()
})
