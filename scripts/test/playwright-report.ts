// Reads Playwright's JSON report.

import type { JSONReport, JSONReportSpec, JSONReportSuite } from '@playwright/test/reporter'
import type { Outcome } from './outcome.ts'

export function playwrightOutcomes(report: JSONReport): readonly Outcome[] {
  return [...report.suites.flatMap(suiteOutcomes), ...report.errors.map(errorOutcome)]
}

function suiteOutcomes(suite: JSONReportSuite): Outcome[] {
  return [...suite.specs.flatMap(specOutcomes), ...(suite.suites ?? []).flatMap(suiteOutcomes)]
}

function specOutcomes(spec: JSONReportSpec): Outcome[] {
  return spec.tests.map((test) => {
    const name = `${spec.file} [${test.projectName}] > ${spec.title}`
    if (test.status === 'skipped') {
      const reason = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description
      return { name, state: 'skipped', reason }
    }
    return { name, state: test.status === 'expected' ? 'passed' : 'failed' }
  })
}

function errorOutcome(error: { message?: string }): Outcome {
  return { name: `error outside of any test: ${error.message ?? ''}`, state: 'failed' }
}
