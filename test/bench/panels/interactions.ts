/** What a person does, again and again, each timed from the input event to the painted result. */
import type { Page } from '@playwright/test'
import { type Percentiles, percentiles } from './percentiles.ts'

export interface Interaction {
  readonly name: string
  readonly run: (page: Page, round: number) => Promise<number>
}

export async function measureInteraction(
  page: Page,
  interaction: Interaction,
  rounds: number,
): Promise<Percentiles> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) times.push(await interaction.run(page, round))
  return percentiles(times)
}

export function openPanel(page: Page, name: string): Promise<void> {
  return page.getByRole('navigation', { name: 'Panels' }).getByRole('link', { name, exact: false }).click()
}
