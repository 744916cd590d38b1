import { expect, test } from 'vitest'
import { plainNotes } from '../../../../renderer/app/about/plain-notes.ts'
import { readLicenses } from '../../../../renderer/app/about/read-licenses.ts'

test('reads the notices of both bundles, each package once, by name', () => {
  const text = `# Licenses

The app bundles:

## zod - 4.6.7 (MIT)

MIT text

## @orpc/client - 1.16.1 (MIT)

One

# Licenses

## zod - 4.6.7 (MIT)

MIT text
`
  expect(readLicenses(text)).toEqual([
    { name: '@orpc/client 1.16.1', license: 'MIT', text: 'One' },
    { name: 'zod 4.6.7', license: 'MIT', text: 'MIT text' },
  ])
})

test('notes that come as HTML are shown as text, and nothing of theirs is kept alive', () => {
  expect(plainNotes('<h2>New</h2><ul><li>Queue &amp; views</li></ul><script>alert(1)</script>')).toBe(
    'New\n• Queue & views',
  )
  expect(plainNotes('## New\n* Queue')).toBe('New\n* Queue')
})
