export type FindingState = 'ok' | 'note' | 'problem' | 'repaired'

/** What one check came to. */
export interface Finding {
  /** Stable, for programs: "database", "bodies", … */
  readonly check: string
  /** note: worth knowing, nothing is wrong. */
  readonly state: FindingState
  readonly text: string
  /** What a person should do; null where nothing is to be done. */
  readonly advice: string | null
}

export function ok(check: string, text: string): Finding {
  return { check, state: 'ok', text, advice: null }
}

export function note(check: string, text: string, advice: string | null = null): Finding {
  return { check, state: 'note', text, advice }
}

export function problem(check: string, text: string, advice: string): Finding {
  return { check, state: 'problem', text, advice }
}

export function repaired(check: string, text: string, advice: string | null = null): Finding {
  return { check, state: 'repaired', text, advice }
}

/** What --repair mends by itself. */
export const REPAIR = 'Run "mailroom doctor --repair" on this folder.'

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`
}
