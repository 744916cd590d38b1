import { render } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { counted } from '../../../renderer/format/quantity.ts'
import { relativeTime } from '../../../renderer/format/relative-time.ts'
import { languageOf, PSEUDO, speak } from '../../../renderer/text/language.ts'
import { rich, t } from '../../../renderer/text/t.ts'

const ENGLISH = { code: 'en', translate: (english: string) => english }

afterEach(() => speak(ENGLISH))

describe('t', () => {
  it('shows the English of the code where nothing else is spoken', () => {
    expect(t('Send now')).toBe('Send now')
    expect(t('Open {name}', { name: 'lan' })).toBe('Open lan')
    expect(counted(1, 'message')).toBe('1 message')
    expect(counted(1_200, 'message')).toBe('1,200 messages')
  })

  it('takes texts from a catalogue, with the plural rules of its language', () => {
    speak(
      languageOf('pl', {
        'Send now': 'Wyślij teraz',
        '{count, plural, one {# message} other {# messages}}':
          '{count, plural, one {# wiadomość} few {# wiadomości} many {# wiadomości} other {# wiadomości}}',
      }),
    )
    expect(t('Send now')).toBe('Wyślij teraz')
    expect(counted(1, 'message')).toBe('1 wiadomość')
    expect(counted(3, 'message')).toBe('3 wiadomości')
    expect(t('Hold')).toBe('Hold')
  })

  it('keeps quotes and angle brackets of texts as they are', () => {
    expect(t("The sender's address")).toBe("The sender's address")
    expect(t('Write <user@example.test> or {other}', { other: 'a name' })).toBe(
      'Write <user@example.test> or a name',
    )
  })

  it('puts elements into a text', () => {
    const { container } = render(
      <p>{rich('last success {time}, by {route}', { time: <b>now</b>, route: 'provider' })}</p>,
    )
    expect(container.innerHTML).toBe('<p>last success <b>now</b>, by provider</p>')
  })
})

describe('the pseudo language', () => {
  it('changes every text and no value', () => {
    speak(PSEUDO)
    expect(t('Send now')).toBe('[Šéñd ñöw~~]')
    expect(counted(2, 'message')).toMatch(/^\[2 méššágéš~+\]$/)
    expect(relativeTime(0, 240_000)).toContain('ágö')
  })
})
