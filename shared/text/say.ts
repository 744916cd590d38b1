/**
 * Texts of code that cannot know in which language it is read: it writes English, with {names} for what stands in it,
 * and is handed whoever looks it up. The window hands over t, the command line nothing. scripts/extract-text.ts gathers
 * what is handed to say, msg and phrase. Pure.
 */
export type Say = (english: string, values?: Readonly<Record<string, string | number>>) => string

/** Nothing but {name} is replaced: plurals and choices are for texts of the window. */
export const inEnglish: Say = (english, values = {}) =>
  english.replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all))

/** A text in a table, looked up when it is shown. */
export function msg(english: string): string {
  return english
}

/** A text with its values, looked up when it is shown. */
export interface Phrase {
  readonly english: string
  readonly values?: Readonly<Record<string, string | number>>
}

export function phrase(english: string, values: Readonly<Record<string, string | number>> = {}): Phrase {
  return { english, values }
}
