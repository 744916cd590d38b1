import { afterEach, expect, test, vi } from 'vitest'
import { displayProblem } from '../../../scripts/electron-runtime/display.ts'
import { findElectron } from '../../../scripts/electron-runtime/find-runtime.ts'

afterEach(() => vi.unstubAllEnvs())

test('takes the Electron that MAILROOM_ELECTRON names', async () => {
  vi.stubEnv('MAILROOM_ELECTRON', process.execPath)
  expect(await findElectron(() => {})).toMatchObject({
    kind: 'electron',
    origin: 'override',
    path: process.execPath,
  })
})

test('asks for a display on Linux only', () => {
  expect(displayProblem({}, 'linux')).toMatch(/display/)
  expect(displayProblem({ DISPLAY: ':0' }, 'linux')).toBeUndefined()
  expect(displayProblem({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBeUndefined()
  expect(displayProblem({}, 'win32')).toBeUndefined()
})
