// End to end: the desktop application in a real Electron, the web console in a browser, the packed application.
// scripts/test.mjs prepares all three and names them in the environment:
//   MAILROOM_ELECTRON  Electron executable         MAILROOM_SQLITE_BINDING  its SQLite binding, where it needs one
//   MAILROOM_BROWSER   browser of the web console  MAILROOM_PACKED          executable of the packed application

import { defineConfig, type ReporterDescription } from '@playwright/test'

const json = process.env.MAILROOM_E2E_REPORT
const reporters: ReporterDescription[] = [['list']]
if (json !== undefined) reporters.push(['json', { outputFile: json }])

const executablePath = process.env.MAILROOM_BROWSER

// Every desktop has a locale that knows names of files in all languages; a bare shell may have none.
process.env.LANG = 'C.UTF-8'

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  // One engine, one window and one display at a time: the reference machine has two cores.
  workers: 1,
  fullyParallel: false,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: reporters,
  use: {
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    // What is not there by then does not come; without it a missing button takes the whole time of its test.
    actionTimeout: 15_000,
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
  projects: [
    { name: 'desktop', testMatch: 'desktop/**/*.e2e.ts' },
    { name: 'console', testMatch: 'console/**/*.e2e.ts' },
    { name: 'packaged', testMatch: 'packaged.e2e.ts' },
  ],
})
