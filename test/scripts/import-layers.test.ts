// Every import layer of biome.json fires on a sample that breaks it and is silent on one that keeps it.

import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')

/** Each row: the importing file, what it imports. */
const forbidden = [
  ['main/engine/sample.ts', 'electron'],
  ['main/engine/storage/sample.ts', 'electron/main'],
  ['main/engine/sample.ts', '../../renderer/bridge/bridge.ts'],
  ['main/engine/sample.ts', '../electron/windows.ts'],
  ['main/engine/inbound/sample.ts', '../../rpc/router.ts'],
  ['main/engine/sample.ts', '../cli/serve.ts'],
  ['main/engine/rules/sample.ts', 'node:net'],
  ['main/engine/rules/sample.ts', 'zod'],
  ['main/engine/rules/sample.ts', '../ports.ts'],
  ['main/engine/rules/sample.ts', '../storage/storage.ts'],
  ['main/engine/queue/transition.ts', './scheduler.ts'],
  ['main/engine/queue/transition.ts', 'node:crypto'],
  ['main/engine/queue/retry-schedule.ts', '../ports.ts'],
  ['main/engine/delivery/classify-reply.ts', 'nodemailer'],
  ['main/rpc/sample.ts', 'electron'],
  ['main/rpc/sample.ts', '../cli/serve.ts'],
  ['main/cli/sample.ts', 'electron'],
  ['main/engine-process.ts', 'electron'],
  ['main/electron/sample.ts', '../../renderer/app.tsx'],
  ['shared/domain/sample.ts', 'node:fs'],
  ['shared/domain/sample.ts', 'node:fs/promises'],
  ['shared/domain/sample.ts', 'electron'],
  ['shared/contract/sample.ts', '../../main/engine/engine.ts'],
  ['shared/contract/sample.ts', '../../renderer/app.tsx'],
  ['renderer/sample.ts', '../main/engine/engine.ts'],
  ['renderer/bridge/sample.ts', 'electron'],
  ['renderer/bridge/sample.ts', 'node:events'],
  ['renderer/bridge/sample.ts', '../features/queue/store.ts'],
  ['renderer/ui/sample.tsx', 'zustand'],
  ['renderer/ui/sample.tsx', '../bridge/bridge.ts'],
  ['renderer/ui/sample.tsx', '../features/queue/store.ts'],
  ['renderer/ui/table/sample.tsx', '../../../main/engine/engine.ts'],
  ['renderer/features/queue/sample.ts', '../accounts/store.ts'],
  ['renderer/features/queue/parts/sample.ts', '../../accounts/store.ts'],
  ['renderer/features/queue/sample.ts', '../../../main/engine/engine.ts'],
  ['renderer/ui/sample.tsx', '../live/live-store.ts'],
  ['renderer/features/queue/sample.ts', '../../app/sidebar.tsx'],
  ['renderer/message/sample.tsx', '../features/queue/store.ts'],
  ['renderer/message/sample.tsx', '../app/sidebar.tsx'],
  ['renderer/text/sample.ts', '../features/queue/store.ts'],
  ['renderer/commands/sample.ts', '../app/sidebar.tsx'],
  ['renderer/desktop/sample.ts', '../../main/electron/preload.ts'],
  ['renderer/desktop/sample.ts', 'electron'],
  ['shared/desktop/sample.ts', 'electron'],
  ['shared/mime/sample.ts', 'node:buffer'],
  ['shared/filter/sample.ts', '../../renderer/text/t.ts'],
  ['main/engine/backup/sample.ts', '../../electron/keychain.ts'],
  ['main/engine-host/sample.ts', 'electron-updater'],
  ['test/engine/sample.ts', 'electron'],
] as const

const allowed = [
  ['main/electron/windows.ts', 'electron'],
  ['main/electron/supervisor.ts', '../rpc/serve-port.ts'],
  ['main/engine/inbound/listener.ts', 'node:net'],
  ['main/engine/inbound/session.ts', '../queue/transition.ts'],
  ['main/engine/rules/match.ts', './wildcard.ts'],
  ['main/engine/rules/match.ts', '../../../shared/domain/rule.ts'],
  ['main/engine/queue/lease.ts', 'node:crypto'],
  ['main/rpc/router.ts', '../engine/engine.ts'],
  ['main/cli/serve.ts', '../engine/engine.ts'],
  ['shared/contract/queue.ts', 'zod'],
  ['shared/contract/queue.ts', '../domain/message.ts'],
  ['renderer/features/queue/list.tsx', '../../ui/table.tsx'],
  ['renderer/features/queue/list.tsx', './parts/row.tsx'],
  ['renderer/features/queue/parts/row.tsx', '../store.ts'],
  ['renderer/features/queue/parts/row.tsx', '../../../ui/table.tsx'],
  ['renderer/features/queue/store.ts', 'zustand'],
  ['renderer/app/app.tsx', '../features/queue/panel.tsx'],
  ['renderer/message/head.tsx', '../live/time.tsx'],
  ['renderer/ui/badge.tsx', '../text/t.ts'],
  ['main/electron/updates/updater.ts', 'electron-updater'],
  ['main/engine/backup/write.ts', 'modern-tar/fs'],
] as const

let folder = ''
let reported: ReadonlySet<string> = new Set()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailroom-layers-'))
  await copyConfig()
  await Promise.all(importsByFile().map(([file, sources]) => writeSample(file, sources)))
  reported = await offendingLines()
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('import layers', () => {
  test.each(forbidden)('%s must not import %s', (file, source) => {
    expect(reported).toContain(lineOf(file, source))
  })

  test.each(allowed)('%s may import %s', (file, source) => {
    expect(reported).not.toContain(lineOf(file, source))
  })
})

function importsByFile(): [file: string, sources: string[]][] {
  const files = new Map<string, string[]>()
  for (const [file, source] of [...forbidden, ...allowed])
    files.set(file, [...(files.get(file) ?? []), source])
  return [...files]
}

/** A sample has one import a line, so `file:line` names an import. */
function lineOf(file: string, source: string): string {
  const sources = new Map(importsByFile()).get(file) ?? []
  return `${file}:${sources.indexOf(source) + 1}`
}

async function writeSample(file: string, sources: readonly string[]): Promise<void> {
  const path = join(folder, file)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, sources.map((source) => `import '${source}'\n`).join(''))
}

/** The samples lie outside the repository, so Biome must not look for its ignore file there. */
async function copyConfig(): Promise<void> {
  const config = JSON.parse(await readFile(join(root, 'biome.json'), 'utf8')) as Record<string, unknown>
  await writeFile(
    join(folder, 'biome.json'),
    JSON.stringify({ ...config, $schema: undefined, vcs: undefined }),
  )
}

async function offendingLines(): Promise<ReadonlySet<string>> {
  const report = JSON.parse(await lint()) as {
    diagnostics: { location: { path: string; start: { line: number } } }[]
  }
  return new Set(report.diagnostics.map(({ location }) => `${location.path}:${location.start.line}`))
}

/** Biome exits 1 when it finds something, which is what the samples are for. */
async function lint(): Promise<string> {
  const args = [
    biome,
    'lint',
    '--only=style/noRestrictedImports',
    '--max-diagnostics=none',
    '--reporter=json',
    '.',
  ]
  try {
    return (await promisify(execFile)(process.execPath, args, { cwd: folder })).stdout
  } catch (error) {
    return (error as { stdout: string }).stdout
  }
}
