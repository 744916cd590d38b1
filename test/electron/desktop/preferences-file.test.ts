import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openPreferences } from '../../../main/electron/desktop/preferences-file.ts'
import { DEFAULT_PREFERENCES } from '../../../shared/desktop/preferences.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

test('a file that is missing, damaged or older gives the defaults for what it does not say', async () => {
  const file = join(await temporaryFolder(), 'preferences.json')
  expect(openPreferences(file).get()).toEqual(DEFAULT_PREFERENCES)
  writeFileSync(file, '{"closeToTray": false')
  expect(openPreferences(file).get()).toEqual(DEFAULT_PREFERENCES)
  writeFileSync(file, '{"closeToTray": false}')
  expect(openPreferences(file).get()).toEqual({ ...DEFAULT_PREFERENCES, closeToTray: false })
})

test('what is set is there at the next start, and the tray is explained once', async () => {
  const file = join(await temporaryFolder(), 'deep', 'preferences.json')
  const preferences = openPreferences(file)
  preferences.set({ ...DEFAULT_PREFERENCES, silenced: ['disk'] })
  expect(preferences.firstCloseToTray()).toBe(true)
  expect(openPreferences(file).firstCloseToTray()).toBe(false)
  expect(openPreferences(file).get().silenced).toEqual(['disk'])
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ toldOfTray: true })
})
