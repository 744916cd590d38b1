// Writes what became of every Vitest test to MAILROOM_VITEST_REPORT. Vitest's own JSON lacks the reason of a skip.

import { writeFile } from 'node:fs/promises'
import { relative } from 'node:path'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import type { Outcome } from './outcome.ts'

// biome-ignore lint/style/noDefaultExport: Vitest loads a reporter by its default export.
export default class OutcomeReporter implements Reporter {
  async onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly { message?: string }[],
  ): Promise<void> {
    const outcomes = [...modules.flatMap(moduleOutcomes), ...unhandledErrors.map(unhandledOutcome)]
    const report = process.env.MAILROOM_VITEST_REPORT
    if (report !== undefined) await writeFile(report, JSON.stringify(outcomes))
  }
}

/** A file that could not be loaded, or whose hooks failed, counts as one failure of its own. */
function moduleOutcomes(module: TestModule): Outcome[] {
  const file = relative(process.cwd(), module.moduleId)
  const tests = [...module.children.allTests()].map((test) => testOutcome(file, test))
  const brokenSuites = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0)
  const broken = [
    ...(module.errors().length > 0 ? [file] : []),
    ...brokenSuites.map((suite) => `${file} > ${suite.fullName}`),
  ]
  return [...tests, ...broken.map((name): Outcome => ({ name, state: 'failed' }))]
}

function testOutcome(file: string, test: TestCase): Outcome {
  const name = `${file} > ${test.fullName}`
  const result = test.result()
  switch (result.state) {
    case 'passed':
    case 'failed':
      return { name, state: result.state }
    case 'skipped':
      return { name, state: 'skipped', reason: result.note ?? skipReason(test) }
    default:
      // Still pending at the end: its worker died.
      return { name, state: 'failed' }
  }
}

/** `test.skipIf(…)` takes no note; by convention the reason stands in the name of its suite or in the test's meta. */
function skipReason(test: TestCase): string | undefined {
  return (test.meta() as { skipReason?: string }).skipReason
}

function unhandledOutcome(error: { message?: string }): Outcome {
  return { name: `error outside of any test: ${error.message ?? ''}`, state: 'failed' }
}
