#!/usr/bin/env node
// The `mailroom` command in a checkout: builds it if there is no build yet, and runs it in this very process.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { withNode24 } from './node-24.mjs'

const command = join(import.meta.dirname, '../out/main/mailroom.js')

await withNode24(import.meta.filename, run, existsSync(command) ? 22 : 24)

async function run() {
  if (!existsSync(command)) {
    const { buildIfMissing } = await import('./build/build.ts')
    await buildIfMissing()
  }
  // As if it had been started by name: argument parsers and process titles look here.
  process.argv[1] = command
  await import(pathToFileURL(command).href)
}
