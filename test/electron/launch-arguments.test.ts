import { expect, test } from 'vitest'
import { readLaunchArguments } from '../../main/electron/launch-arguments.ts'

test('finds what it was started for among what Chromium adds', () => {
  expect(
    readLaunchArguments(
      ['/opt/mailroom', '--no-sandbox', '--data', 'data', '--hidden', 'mailroom://open/queue', 'a.eml', '.'],
      '/home/anna',
    ),
  ).toEqual({
    data: '/home/anna/data',
    hidden: true,
    links: ['mailroom://open/queue'],
    messages: ['/home/anna/a.eml'],
  })
})

test('a data folder is no message file, whatever it is called', () => {
  expect(readLaunchArguments(['mailroom', '--data', '/x.eml'], '/')).toMatchObject({
    data: '/x.eml',
    messages: [],
  })
  expect(readLaunchArguments(['mailroom', '--data=/y'], '/').data).toBe('/y')
  expect(readLaunchArguments(['mailroom'], '/')).toEqual({
    data: null,
    hidden: false,
    links: [],
    messages: [],
  })
})

test('a link never names a file that is read', () => {
  const { links, messages } = readLaunchArguments(
    ['mailroom', 'mailroom://open/../../home/anna/x.eml', 'https://h.test/x.eml'],
    '/home/anna',
  )
  expect(links).toEqual(['mailroom://open/../../home/anna/x.eml'])
  expect(messages).toEqual([])
})
