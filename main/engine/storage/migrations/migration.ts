/** One step forward. Numbers grow by one; what is released is never edited. */
export interface Migration {
  readonly version: number
  readonly description: string
  readonly sql: string
}
