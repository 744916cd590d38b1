/** Messages of 25 MiB with attachments, and what it takes to read one. */
import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { createTransport } from 'nodemailer'
import { type Interaction, openPanel } from './interactions.ts'
import { timeUntilPainted } from './painted.ts'

export const LARGE_MESSAGES = 12

/** Of each attachment; four thirds of it in base64. */
const OCTETS = 6.25 * 1024 * 1024

/** Hands them in; their sender's rule holds them. */
export async function sendLargeMessages(port: number): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  const attachments = ['plan.pdf', 'photos.zip', 'scan.tiff'].map((filename) => ({
    filename,
    content: randomBytes(OCTETS),
  }))
  for (let number = 0; number < LARGE_MESSAGES; number += 1)
    await transport.sendMail({
      from: 'large@office.test',
      to: `architect${number}@customer.test`,
      subject: `Drawings, part ${number}`,
      text: `Good morning, here is part ${number}.`,
      html: `<p>Good morning, here is <b>part ${number}</b>.</p>`,
      attachments,
    })
  transport.close()
}

/** Each is opened once only: neither the window nor the engine has read it before. */
export const LARGE_INTERACTIONS: readonly Interaction[] = [
  { name: 'open a message of 25 MiB', run: openJourney },
  { name: 'read a message of 25 MiB with its attachments', run: readMessage },
]

async function openJourney(page: Page, round: number): Promise<number> {
  if (round === 0) await showList(page, '')
  return timeUntilPainted(page, {
    act: () => rowOf(page, round).click(),
    isThere: (title) => {
      const inspector = document.querySelector('aside')
      return (
        inspector?.querySelector('h2')?.textContent === title && /Received/.test(inspector.textContent ?? '')
      )
    },
    argument: subjectOf(round),
  })
}

async function readMessage(page: Page, round: number): Promise<number> {
  if (round === 0) await showList(page, '&show=message')
  return timeUntilPainted(page, {
    act: () => rowOf(page, round).click(),
    isThere: (title) => {
      const inspector = document.querySelector('aside')
      const body = inspector?.querySelector('iframe')?.contentDocument?.body?.textContent ?? ''
      return (
        inspector?.querySelector('h2')?.textContent === title &&
        (inspector.textContent ?? '').includes('photos.zip') &&
        body.includes(title.replace('Drawings, ', ''))
      )
    },
    argument: subjectOf(round),
  })
}

async function showList(page: Page, params: string): Promise<void> {
  await openPanel(page, 'Overview')
  await page.evaluate((more) => {
    location.hash = `#/queue?filter=from:large@office.test${more}`
  }, params)
  await rowOf(page, 0).waitFor()
}

function subjectOf(round: number): string {
  return `Drawings, part ${round % LARGE_MESSAGES}`
}

function rowOf(page: Page, round: number) {
  return page.locator(`[data-messages] tbody tr[aria-label*="${subjectOf(round)},"]`)
}
