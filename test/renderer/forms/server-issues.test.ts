import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import { issuesOf, placeIssues, problemText } from '../../../renderer/forms/server-issues.ts'

const FIELDS = ['name', 'host', 'auth.username', 'allowedSenders']

test.each([
  [['item', 'host'], 'host'],
  [['routes', 0, 'host'], 'host'],
  [['routes', 0, 'auth', 'username'], 'auth.username'],
  [['allowedSenders', 2], 'allowedSenders'],
])('brings an issue at %j to the field %j', (path, field) => {
  expect(placeIssues([{ path, message: 'no' }], FIELDS).fields).toEqual({ [field]: 'no' })
})

test('keeps what belongs to no field for above the buttons', () => {
  expect(placeIssues([{ path: ['rules', 3, 'action'], message: 'no' }], FIELDS)).toEqual({
    fields: {},
    rest: ['no'],
  })
})

test('the first objection to a field counts', () => {
  const issues = ['first', 'second'].map((message) => ({ path: ['host'], message }))
  expect(placeIssues(issues, FIELDS).fields).toEqual({ host: 'first' })
})

test('reads issues only from what the contract names', () => {
  const invalid = new ORPCError('INVALID', { data: { issues: [{ path: ['host'], message: 'no' }] } })
  expect(issuesOf(invalid)).toEqual([{ path: ['host'], message: 'no' }])
  expect(issuesOf(new ORPCError('INVALID', { data: 'junk' }))).toEqual([])
  expect(issuesOf(new Error('x'))).toEqual([])
})

test('never shows the inside of an unexpected failure', () => {
  expect(problemText(new ORPCError('CONFLICT', { message: 'In use.' }))).toBe('In use.')
  expect(problemText(new TypeError('x is undefined'))).toContain('went wrong')
})
