import { expect, test } from 'vitest'
import { readLicenses } from '../../../../renderer/app/about/read-licenses.ts'

test('a notice keeps the headings that it has of its own', () => {
  const bundle = (text: string) =>
    `# Licenses\n\nThe app bundles:\n\n## sax - 1.6.1 (BlueOak-1.0.0)\n\n${text}\n`
  const text = '# Blue Oak Model License\n\n## Purpose\n\nThis license gives everyone permission.'
  expect(readLicenses(`${bundle(text)}\n${bundle(text)}## ws - 8.23.0 (MIT)\n\nCopyright\n`)).toEqual([
    { name: 'sax 1.6.1', license: 'BlueOak-1.0.0', text },
    { name: 'ws 8.23.0', license: 'MIT', text: 'Copyright' },
  ])
})
