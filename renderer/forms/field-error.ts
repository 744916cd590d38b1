/** What is wrong with a field, from the error tree of react-hook-form. */
import type { FieldError } from 'react-hook-form'

/** The message of the field itself, of the list as a whole, or of the first text in it that is wrong. */
export function fieldMessage(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null
  const { message, root } = error as Partial<FieldError> & { root?: unknown }
  if (typeof message === 'string' && message !== '') return message
  const ofList = fieldMessage(root)
  if (ofList !== null) return ofList
  for (const item of Array.isArray(error) ? error : []) {
    const found = fieldMessage(item)
    if (found !== null) return found
  }
  return null
}

/** Which items of a list of texts are wrong. */
export function wrongItems(error: unknown): ReadonlySet<number> {
  if (!Array.isArray(error)) return new Set()
  return new Set(error.flatMap((item, index) => (fieldMessage(item) === null ? [] : [index])))
}

/** The message of a list of texts, which names the text that is wrong: there may be forty. */
export function listMessage(error: unknown, values: readonly string[]): string | null {
  const message = fieldMessage(error)
  const [first] = wrongItems(error)
  const wrong = first === undefined ? undefined : values[first]
  if (message === null || wrong === undefined || message.includes(wrong)) return message
  return `“${wrong}”: ${message}`
}
