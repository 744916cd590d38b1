/**
 * Every text that a person reads in the window. The English text is the key: what stands in the code is what is shown,
 * and the catalogue (scripts/extract-text.ts) is gathered from it. Messages are in ICU format:
 *
 *   t('Send now')
 *   t('Delete {count, plural, one {# message} other {# messages}}', { count: 3 })
 *   rich('last success {time}', { time: <Time at={at} /> })
 *
 * Call it while rendering, never when a module is loaded: the language may change.
 */
import { IntlMessageFormat } from 'intl-messageformat'
import { createElement, Fragment, type ReactNode } from 'react'
import { locale, useLanguage } from './language.ts'

export type TextValues = Readonly<Record<string, string | number>>

export function t(english: string, values?: TextValues): string {
  const { translate } = useLanguage.getState()
  const text = translate(english)
  if (values === undefined && !/[{'<]/.test(text)) return text
  return String(compiled(text).format(values ?? {}))
}

/** A text that is looked up later, by t, rich or pieces: so that the catalogue knows it. */
export function msg(english: string): string {
  return english
}

/** The same with elements in it. */
export function rich(english: string, values: Readonly<Record<string, ReactNode>>): ReactNode {
  const { translate } = useLanguage.getState()
  const parts = compiled(translate(english)).format<ReactNode>(values as Record<string, never>)
  return Array.isArray(parts) ? createElement(Fragment, null, ...parts) : parts
}

/** The same as a list of its words and of what stands in it, in the order of the language. */
export function pieces<T extends object>(
  english: string,
  values: Readonly<Record<string, T>>,
): readonly (string | T)[] {
  const { translate } = useLanguage.getState()
  const parts = compiled(translate(english)).format<T>(values as Record<string, never>)
  return Array.isArray(parts) ? parts : [parts as string | T]
}

const formats = new Map<string, IntlMessageFormat>()

/** Parsing costs some microseconds, and the same few hundred texts are shown again and again. */
function compiled(text: string): IntlMessageFormat {
  const { code } = useLanguage.getState()
  const key = `${code} ${text}`
  const known = formats.get(key)
  if (known) return known
  // Plurals follow the language; numbers the viewer's own writing, where it is a variant of the same language.
  const own = locale()
  const format = new IntlMessageFormat(text, own?.startsWith(code) ? own : code, undefined, {
    ignoreTag: true,
  })
  formats.set(key, format)
  return format
}
