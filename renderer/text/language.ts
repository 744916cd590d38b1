/**
 * In which language the window speaks. English is what stands in the code and needs no catalogue; the others are files
 * of the same keys. Dates, numbers and sizes follow the locale of the viewer's system, in whatever language.
 */
import { create } from 'zustand'
import { pseudoText } from './pseudo-text.ts'

/** Texts by their English original. What is missing is shown in English. */
export type Catalogue = Readonly<Record<string, string>>

export interface Language {
  /** BCP 47, for plural rules. */
  readonly code: string
  readonly translate: (english: string) => string
}

const ENGLISH: Language = { code: 'en', translate: (english) => english }

/** Accented and longer: shows what is not in the catalogue, and what has no room for other languages. */
export const PSEUDO: Language = { code: 'en-XA', translate: pseudoText }

export const useLanguage = create<Language>(() => ENGLISH)

export function speak(language: Language): void {
  useLanguage.setState(language, true)
  globalThis.document?.documentElement.setAttribute('lang', language.code)
}

export function languageOf(code: string, catalogue: Catalogue): Language {
  return { code, translate: (english) => catalogue[english] ?? english }
}

/** For Intl: how the viewer writes dates and numbers. */
export function locale(): string | undefined {
  return globalThis.navigator?.language
}

/** A formatter of Intl, made once for each locale: making one costs more than a hundred uses of it. */
export function byLocale<T>(make: (locale: string | undefined) => T): () => T {
  let made: { readonly locale: string | undefined; readonly format: T } | null = null
  return () => {
    const now = locale()
    if (made === null || made.locale !== now) made = { locale: now, format: make(now) }
    return made.format
  }
}
