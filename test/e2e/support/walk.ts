/** A way through the window that both hosts take: see walks.ts. */
import type { Page } from '@playwright/test'
import type { SavedFile } from './open-console.ts'
import type { Site } from './site.ts'

export interface WalkHost {
  /** Also the prefix of its screenshots. */
  readonly name: string
  readonly page: Page
  /** The file that is saved by what is done. */
  saved(act: () => Promise<void>): Promise<SavedFile>
}

export interface Walk {
  /** Goes on with "in the browser", "in the desktop". */
  readonly title: string
  open(): Promise<Site>
  walk(site: Site, host: WalkHost): Promise<void>
}
