import { describe, expect, test } from 'vitest'
import { closingLine, details, exitCode, type Outcome, totals } from '../../scripts/test/outcome.ts'
import { chosenParts, parts } from '../../scripts/test/parts.ts'
import { withRunner } from '../../scripts/test/vitest-run.ts'

const passed: Outcome = { name: 'a', state: 'passed' }
const failed: Outcome = { name: 'b', state: 'failed' }
const skipped: Outcome = { name: 'c', state: 'skipped', reason: 'swaks is not installed' }

describe('the closing line', () => {
  test('counts each state', () => {
    expect(closingLine(totals([passed, passed, failed, skipped]))).toBe('2 passed, 1 failed, 1 skipped')
  })

  test('is preceded by every skipped test with its reason, and every failure', () => {
    expect(details([passed, failed, skipped])).toEqual(['skipped: c (swaks is not installed)', 'failed: b'])
  })
})

describe('the exit code', () => {
  test('is 0 when something passed and nothing failed', () => {
    expect(exitCode(totals([passed, skipped]))).toBe(0)
  })

  test.each([[[passed, failed]], [[]], [[skipped]]])('is 1 after %j', (outcomes) => {
    expect(exitCode(totals(outcomes))).toBe(1)
  })
})

describe('a runner', () => {
  test('that ends badly without a failed test counts as a failure', () => {
    expect(withRunner('vitest', 143, [passed])).toContainEqual({
      name: 'vitest ended with exit code 143',
      state: 'failed',
    })
  })

  test('that ends badly because of a failed test is counted once', () => {
    expect(withRunner('vitest', 1, [failed])).toEqual([failed])
  })
})

describe('the parts to run', () => {
  test('are all of them when none is named', () => {
    expect([...chosenParts([])]).toEqual([...parts])
  })

  test('are the named ones', () => {
    expect([...chosenParts(['--e2e', '--unit'])]).toEqual(['unit', 'e2e'])
  })

  test('must be known', () => {
    expect(() => chosenParts(['--e2'])).toThrow('Unknown: --e2.')
  })
})
