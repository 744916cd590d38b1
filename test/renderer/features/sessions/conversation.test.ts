import { expect, test } from 'vitest'
import { sampleSession } from '../../../../renderer/bridge/memory/sample-sessions.ts'
import { applySessions } from '../../../../renderer/features/sessions/session-rows.ts'
import { sessionJson, sessionText } from '../../../../renderer/features/sessions/session-text.ts'
import { addBatch, LINES_AT_MOST } from '../../../../renderer/features/sessions/use-conversation.ts'
import { transcriptItems } from '../../../../renderer/transcript/conversation-steps.ts'
import { replyParts } from '../../../../renderer/transcript/reply-parts.ts'

const BASE = Date.UTC(2026, 0, 1)
const { row, lines } = sampleSession(2, BASE, ['0TQ4J5X9K2A'])
const empty = { session: null, lines: [], dropped: 0, problem: null }

test('adds what is new and leaves out what it has, as after a reconnection', () => {
  const first = addBatch(empty, { session: row, lines: lines.slice(0, 3), dropped: 0 })
  const second = addBatch(first, { session: row, lines: lines.slice(1, 5), dropped: 0 })
  expect(second.lines.map((line) => line.number)).toEqual([1, 2, 3, 4, 5])
})

test('stays bounded over a long life, and says how much went', () => {
  let conversation = addBatch(empty, { session: row, lines: [], dropped: 2 })
  for (let number = 1; number <= 10 * LINES_AT_MOST; number += 100) {
    const some = Array.from({ length: 100 }, (_, index) => ({
      number: number + index,
      at: 0,
      kind: 'note' as const,
      text: '',
    }))
    conversation = addBatch(conversation, { session: row, lines: some, dropped: 0 })
    expect(conversation.lines.length).toBeLessThanOrEqual(LINES_AT_MOST)
  }
  expect(conversation.lines.at(-1)?.number).toBe(10 * LINES_AT_MOST)
  expect(conversation.dropped).toBe(2 + 10 * LINES_AT_MOST - conversation.lines.length)
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

test('marks where each part of a conversation begins, and numbers its messages', () => {
  const said = (number: number, kind: 'client' | 'server', text: string) => ({ number, at: 0, kind, text })
  const items = transcriptItems([
    said(1, 'server', '220 relay.office.test'),
    said(2, 'client', 'EHLO scanner'),
    said(3, 'server', '250 relay.office.test'),
    said(4, 'client', 'MAIL FROM:<a@x.test>'),
    said(5, 'client', 'RCPT TO:<b@x.test>'),
    said(6, 'client', 'DATA'),
    said(7, 'client', 'MAIL FROM:<a@x.test>'),
    said(8, 'client', 'QUIT'),
  ])
  const marks = items.flatMap((item) => (item.kind === 'step' ? [[item.step, item.message]] : []))
  expect(marks).toEqual([
    ['greeting', null],
    ['hello', null],
    ['envelope', 1],
    ['content', 1],
    ['envelope', 2],
    ['end', null],
  ])
  expect(items.filter((item) => item.kind === 'line')).toHaveLength(8)
})

test('a conversation goes to other people as text, with who says what, and to programs as JSON', () => {
  const text = sessionText({ session: row, lines: [...lines], dropped: 3 })
  expect(text).toContain(`Session: ${row.id}\n`)
  expect(text).toContain('Listener: local')
  expect(text).toMatch(/\d\d:\d\d:\d\d\.\d{3} C: EHLO nas\n/)
  expect(text).toMatch(/ S: 220 relay\.office\.test ESMTP Mailroom\n/)
  expect(text).toContain('AUTH PLAIN •••')
  expect(text).toContain('Lines not kept: 3\n')
  expect(JSON.parse(sessionJson({ session: row, lines: [...lines], dropped: 3 }))).toEqual({
    session: row,
    dropped: 3,
    lines,
  })
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

test('what the other side says makes no line of its own in an export and steers no terminal', () => {
  const evil = 'x\r\nS: 250 forged\u2028\u001b[2J\u009b31m\u202e\0'
  const line = { number: 1, at: BASE, kind: 'server', text: evil } as const
  const batch = { session: { ...row, peerName: evil, problem: evil }, lines: [line], dropped: 0 }
  const text = sessionText(batch)
  expect(text.match(/^S: 250 forged/gm)).toBeNull()
  for (const each of [text, sessionJson(batch)]) expect(each).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u)
  expect(JSON.parse(sessionJson(batch))).toEqual(batch)
})
