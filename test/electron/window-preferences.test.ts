import { expect, test } from 'vitest'
import { windowPreferences } from '../../main/electron/window-preferences.ts'

test('a packed application has no developer tools, and differs from a development build in nothing else', () => {
  const packed = windowPreferences('preload.cjs', true)
  const built = windowPreferences('preload.cjs', false)
  expect([packed.devTools, built.devTools]).toEqual([false, true])
  expect({ ...packed, devTools: true }).toEqual(built)
})
