import { useState } from 'react'
import type { MessageContent } from '../../shared/contract/content.ts'
import type { MessageAuthentication } from '../../shared/domain/message.ts'
import { counted } from '../format/quantity.ts'
import { t } from '../text/t.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { SearchBox } from '../ui/search-box.tsx'
import { Section } from '../ui/section.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { AuthenticationBadges } from './authentication-badges.tsx'
import { authenticationClaims, claimsOf } from './authentication-claims.ts'
import { HopTable } from './hop-table.tsx'
import { receivedHops } from './received-hops.ts'

/** The header: what it proves, which way it came, every field, and all of it as it stands. */
export function HeaderView({
  content,
  checked,
}: {
  content: MessageContent
  /** What this Mailroom found out itself; null where it did not check. */
  checked: MessageAuthentication | null
}) {
  const [form, setForm] = useState<'fields' | 'raw'>('fields')
  const [sought, setSought] = useState('')
  const hops = receivedHops(content.headers)
  const claims = checked ? claimsOf(checked.header) : authenticationClaims(content.headers)
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-6 p-4">
      {claims.length > 0 && (
        <Section title={t('Is it who it says?')}>
          <AuthenticationBadges claims={claims} own={checked !== null} />
        </Section>
      )}
      {hops.length > 0 && (
        <Section title={t('Way from server to server')}>
          <HopTable hops={hops} />
        </Section>
      )}
      <Section
        title={counted(content.headers.length, 'field')}
        aside={
          <span className="flex items-center gap-1">
            <Segmented
              label={t('Form of the header')}
              segments={[
                { value: 'fields', label: t('Fields') },
                { value: 'raw', label: t('As it stands') },
              ]}
              value={form}
              onChange={setForm}
            />
            <CopyButton text={content.rawHeaders} label={t('Copy the header')} />
          </span>
        }
      >
        {form === 'raw' ? (
          <pre className="overflow-x-auto rounded border border-line bg-sunken p-2.5 font-mono text-12 break-words whitespace-pre-wrap select-text">
            {content.rawHeaders}
          </pre>
        ) : (
          <>
            {content.headers.length > 8 && (
              <SearchBox
                within
                label={t('Filter fields')}
                placeholder={t('Filter by name or text')}
                value={sought}
                onChange={setSought}
              />
            )}
            <Fields headers={content.headers} sought={sought} />
          </>
        )}
      </Section>
    </div>
  )
}

const MOST_SHOWN = 500

function Fields({ headers, sought }: { headers: MessageContent['headers']; sought: string }) {
  const words = sought.trim().toLowerCase()
  const found = headers.filter(({ name, value }) => `${name}: ${value}`.toLowerCase().includes(words))
  if (found.length === 0) return <EmptyState text={t('No field has “{text}” in it.', { text: sought })} />
  return (
    <dl className="flex flex-col divide-y divide-line rounded border border-line">
      {found.slice(0, MOST_SHOWN).map(({ name, value }, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: fields may stand twice, and their order is their meaning.
          key={index}
          className="group relative flex flex-col gap-0.5 px-2.5 py-1.5"
        >
          <dt className="text-12 font-medium text-quiet">{name}</dt>
          <dd dir="auto" className="pr-7 font-mono text-12 break-words whitespace-pre-wrap select-text">
            {value === '' ? ' ' : value}
            <CopyButton
              text={value}
              label={t('Copy {name}', { name })}
              className="absolute top-1 right-1 size-6 opacity-0 group-hover:opacity-100 focus-visible:opacity-100"
            />
          </dd>
        </div>
      ))}
    </dl>
  )
}
