import { expect, test } from 'vitest'
import { autostartEntry } from '../../main/electron/autostart-entry.ts'

test('quotes its arguments as the Desktop Entry Specification asks', () => {
  const entry = autostartEntry(['/opt/Mail room/mailroom', '--data', '/home/a"b/100%$x', '--hidden'])
  expect(entry).toContain(
    String.raw`Exec="/opt/Mail room/mailroom" "--data" "/home/a\\"b/100%%\\$x" "--hidden"`,
  )
  expect(entry).toMatch(/^\[Desktop Entry\]\nType=Application\n/)
})

test('a folder whose name has a line end begins no line', () => {
  const entry = autostartEntry(['/opt/mailroom', '--data', '/x\nExec=evil\r\n[Desktop Action y]'])
  expect(entry.match(/^Exec=/gm)).toHaveLength(1)
  expect(entry).not.toMatch(/\r|^\[Desktop Action/m)
})
