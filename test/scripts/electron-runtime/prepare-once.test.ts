import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { cacheFolder, prepareOnce } from '../../../scripts/electron-runtime/cache-folder.ts'

let home = ''

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'mailroom-cache-'))
  vi.stubEnv('XDG_CACHE_HOME', home)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(home, { recursive: true, force: true })
})

test('prepares a folder once', async () => {
  const prepare = vi.fn((folder: string) => writeFile(join(folder, 'done'), 'first'))
  const folder = await prepareOnce('thing', prepare)
  expect(await prepareOnce('thing', prepare)).toBe(folder)
  expect(prepare).toHaveBeenCalledOnce()
  expect(await readFile(join(folder, 'done'), 'utf8')).toBe('first')
})

test('leaves nothing behind when preparing fails', async () => {
  await expect(prepareOnce('thing', () => Promise.reject(new Error('no network')))).rejects.toThrow(
    'no network',
  )
  expect(await readdir(cacheFolder())).toEqual([])
})

test('lets two runs at a time end with one complete folder', async () => {
  const arrived: string[] = []
  const { promise: bothStarted, resolve } = Promise.withResolvers<void>()
  const prepare = async (folder: string) => {
    arrived.push(folder)
    if (arrived.length === 2) resolve()
    await bothStarted
    await writeFile(join(folder, 'done'), '')
  }
  const [one, two] = await Promise.all([prepareOnce('thing', prepare), prepareOnce('thing', prepare)])
  expect(one).toBe(two)
  expect(await readdir(cacheFolder())).toEqual(['thing'])
  expect(await readdir(one)).toEqual(['done'])
})

test('clears away what a killed run left behind, but not what another run is making', async () => {
  const [old, fresh] = ['one.draft-a', 'two.draft-b'].map((name) => join(cacheFolder(), name))
  await Promise.all([old, fresh].map((folder) => mkdir(folder as string, { recursive: true })))
  await utimes(old as string, 0, 0)
  await prepareOnce('thing', () => Promise.resolve())
  expect((await readdir(cacheFolder())).sort()).toEqual(['thing', 'two.draft-b'])
})

test('ignores a relative XDG_CACHE_HOME', () => {
  vi.stubEnv('XDG_CACHE_HOME', 'cache')
  expect(cacheFolder()).not.toContain('cache/cache')
  expect(cacheFolder().startsWith('/') || /^[A-Z]:/.test(cacheFolder())).toBe(true)
})
