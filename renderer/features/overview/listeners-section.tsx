import type { ListenerStatus } from '../../../shared/contract/system.ts'
import { hrefOf } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { Light } from '../../ui/light.tsx'
import { Section } from '../../ui/section.tsx'

const TONES = { listening: 'ok', disabled: 'off', failed: 'bad' } as const

/** Where mail comes in. */
export function ListenersSection({ listeners }: { listeners: readonly ListenerStatus[] }) {
  return (
    <Section top title={t('Listeners')}>
      <ul className="flex flex-col">
        {listeners.map((listener) => (
          <li key={listener.name}>
            <a
              href={hrefOf('settings', { item: listener.name, params: { section: 'listeners' } })}
              className="-mx-2 flex h-8 cursor-default items-center gap-2.5 rounded px-2 transition-colors hover:bg-hover"
            >
              <Light tone={TONES[listener.state]} />
              <span className="min-w-0 truncate font-medium">{listener.name}</span>
              <span className="ml-auto min-w-0 truncate text-12 text-quiet">
                <span className="font-mono">
                  {listener.host.includes(':') ? `[${listener.host}]` : listener.host}:{listener.port}
                </span>
                {listener.state === 'failed' && <span className="text-bad"> · {t('not running')}</span>}
                {listener.state === 'disabled' && ` · ${t('switched off')}`}
                {listener.connections > 0 && ` · ${t('{count} open', { count: listener.connections })}`}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </Section>
  )
}
