import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { openWindow } from '../support/open-window.tsx'

test('an account shows what it sent, as a sentence and as a picture', async () => {
  openWindow('#/accounts/scanner')
  const heading = await screen.findByRole('heading', { name: 'Usage' })
  const usage = within(heading.closest('section') as HTMLElement)
  const picture = await usage.findByRole('img', { name: /^[\d,]+ messages to [\d,]+ recipients$/ })
  expect(picture.children).toHaveLength(168)
})
